package io.parley.channels.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphErrorTest {

    @ParameterizedTest
    @CsvSource({
        "400, 131056, later CLIENT 6",
        "400, 130429, later ACCOUNT 6",
        "429, 130429, later ACCOUNT 6",
        "400, 4, later ACCOUNT 60",
        "400, 80007, later ACCOUNT 60",
        "400, 133004, later ACCOUNT 30",
        "401, 0, halted",
        "401, 190, halted",
        "500, 3, halted",
        "403, 10, halted",
        "403, 200, halted",
        "403, 299, halted",
        "403, 131005, halted",
        "403, 131031, halted",
        "403, 368, halted",
        "400, 131042, halted",
        "400, 131048, halted",
        "400, 133010, halted",
        "400, 131047, refused",
        "400, 131026, refused",
        "400, 131049, refused",
        "400, 131050, refused",
        "400, 130472, refused",
        "400, 131051, refused",
        "400, 131052, refused",
        "400, 131053, refused",
        "400, 131008, refused",
        "400, 131009, refused",
        "400, 100, refused",
        "400, 33, refused",
        "400, 131021, refused",
        "400, 131030, refused",
        "400, 131062, refused",
        "400, 132000, refused",
        "404, 132001, refused",
        "400, 132015, refused",
        "400, 1, unknown",
        "503, 2, unknown",
        "500, 131000, unknown",
        "400, 131000, unknown",
        "400, 131016, unknown",
        "400, 131057, unknown",
        "500, 999999, unknown",
        "502, -1, unknown",
        "429, -1, later ACCOUNT 6",
        "401, -1, halted",
        "400, 999999, refused",
        "404, -1, refused"
    })
    void the_code_says_how_a_call_has_ended(int status, int code, String ending) {
        var outcome = new GraphError(status, code, 0, false, Optional.empty()).outcome();
        assertThat(told(outcome)).isEqualTo(ending);
    }

    @Test
    void what_the_provider_says_of_the_waiting_holds() {
        var outcome = new GraphError(429, 130429, 0, false, Optional.of(Duration.ofSeconds(9))).outcome();
        assertThat(outcome).isEqualTo(new Outcome.Later(Duration.ofSeconds(9), Scope.ACCOUNT, "throughput 130429"));
    }

    @Test
    void a_number_that_does_not_exist_halts_the_account() {
        assertThat(told(new GraphError(400, 100, 33, false, Optional.empty()).outcome()))
                .isEqualTo("halted");
    }

    @Test
    void an_unknown_passing_error_leaves_it_open_whether_the_message_went() {
        assertThat(told(new GraphError(400, 999999, 0, true, Optional.empty()).outcome()))
                .isEqualTo("unknown");
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Later later ->
                "later " + later.scope() + " " + later.after().toSeconds();
            case Outcome.Halted halted -> "halted";
            case Outcome.Refused refused -> "refused";
            case Outcome.Unknown unknown -> "unknown";
            default -> "something else";
        };
    }
}
