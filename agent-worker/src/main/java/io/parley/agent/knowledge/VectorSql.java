package io.parley.agent.knowledge;

import java.util.List;
import java.util.Locale;

/// The statements of the search by meaning, with pgvector's type and operator where it is installed.
///
/// @param schema of the extension, as PostgreSQL quotes it
record VectorSql(String schema) {

    private static final String TABLE = """
            create table passage_vector (
                tenant    text not null,
                name      text not null,
                place     int  not null,
                model     text not null,
                embedding {schema}.vector not null,
                primary key (tenant, name, place),
                foreign key (tenant, name, place) references passage on delete cascade
            )""";
    private static final String POLICY = """
            create policy one_tenant on passage_vector using (tenant = current_setting('parley.tenant', true))
                with check (tenant = current_setting('parley.tenant', true))""";
    private static final String INSERT =
            "insert into passage_vector (tenant, name, place, model, embedding) values (?, ?, ?, ?, ?::{schema}.vector)";
    private static final String NEAREST = """
            select p.name, p.place, p.heading, p.text
            from passage_vector v join passage p on (p.tenant, p.name, p.place) = (v.tenant, v.name, v.place)
            where v.model = ? and {schema}.vector_dims(v.embedding) = ?
            order by v.embedding operator({schema}.<=>) ?::{schema}.vector, p.name, p.place
            limit ?""";

    /// The table of vectors. They are of no fixed length, since tenants choose their models; hence no index, and a
    /// tenant's vectors are compared one by one.
    List<String> table() {
        return List.of(
                TABLE.replace("{schema}", schema),
                "alter table passage_vector enable row level security",
                "alter table passage_vector force row level security",
                POLICY);
    }

    String insert() {
        return INSERT.replace("{schema}", schema);
    }

    /// By cosine distance, as OpenAI recommends for its embeddings. Vectors of another length than the question's are
    /// left out: to compare them is an error.
    String nearest() {
        return NEAREST.replace("{schema}", schema);
    }

    /// A vector as pgvector reads it.
    static String literal(float[] vector) {
        var text = new StringBuilder("[");
        for (float number : vector) {
            text.append(text.length() == 1 ? "" : ",").append(String.format(Locale.ROOT, "%.8g", number));
        }
        return text.append(']').toString();
    }
}
