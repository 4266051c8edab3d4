package io.parley.agent.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorSqlTest {

    private final VectorSql sql = new VectorSql("\"Extensions\"");

    @Test
    void type_function_and_operator_are_named_with_their_schema() {
        assertThat(sql.nearest())
                .contains("\"Extensions\".vector_dims(v.embedding) = ?")
                .contains("operator(\"Extensions\".<=>) ?::\"Extensions\".vector")
                .doesNotContain("{");
        assertThat(sql.insert()).endsWith("?::\"Extensions\".vector)");
        assertThat(sql.table().getFirst()).contains("embedding \"Extensions\".vector not null");
    }

    @Test
    void the_table_of_vectors_is_under_forced_row_level_security() {
        assertThat(sql.table()).anyMatch(statement -> statement.contains("force row level security"));
    }

    @Test
    void a_vector_is_written_as_pgvector_reads_it() {
        assertThat(VectorSql.literal(new float[] {0.5f, -1e-7f, 3})).isEqualTo("[0.50000000,-1.0000000e-07,3.0000000]");
    }
}
