package io.parley.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A record is read by people and by programs of other versions: it says what it means, and gets along without what it
/// does not know.
class SchemaDocsTest {

    @ParameterizedTest
    @MethodSource("io.parley.schemas.wire.Records#all")
    void everything_is_described_and_whatever_is_optional_has_a_default(Class<? extends SpecificRecord> record) {
        var faults = new ArrayList<String>();
        check(Records.schema(record), faults, new HashSet<>());
        assertThat(faults).isEmpty();
    }

    private static void check(Schema schema, List<String> faults, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    checkRecord(schema, faults, seen);
                }
            }
            case ENUM -> checkEnum(schema, faults);
            case ARRAY -> check(schema.getElementType(), faults, seen);
            case MAP -> check(schema.getValueType(), faults, seen);
            case UNION -> schema.getTypes().forEach(branch -> check(branch, faults, seen));
            default -> {
                // a plain value
            }
        }
    }

    private static void checkRecord(Schema schema, List<String> faults, Set<String> seen) {
        require(schema.getDoc() != null && !schema.getDoc().isBlank(), faults, schema.getName() + " has no doc");
        for (var field : schema.getFields()) {
            var name = schema.getName() + "." + field.name();
            require(field.doc() != null && !field.doc().isBlank(), faults, name + " has no doc");
            require(!field.schema().isNullable() || field.hasDefaultValue(), faults, name + " is optional, no default");
            require(field.getObjectProp("logicalType") == null, faults, name + " has its logicalType beside its type");
            check(field.schema(), faults, seen);
        }
    }

    private static void checkEnum(Schema schema, List<String> faults) {
        require(schema.getDoc() != null && !schema.getDoc().isBlank(), faults, schema.getName() + " has no doc");
        require(schema.getEnumDefault() != null, faults, schema.getName() + " has no default symbol");
    }

    private static void require(boolean fulfilled, List<String> faults, String fault) {
        if (!fulfilled) {
            faults.add(fault);
        }
    }
}
