package io.parley.bench.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A short form: it shows that the measurement measures, not how fast anybody is.
@Tag("slow")
class LanesCommandIT {
    @Test
    void contenders_are_measured_in_processes_of_their_own() {
        StringWriter out = new StringWriter();

        int exitCode = new CommandLine(new LanesCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        "--in-flight=60",
                        "--handler=300",
                        "--warm-up=1",
                        "--seconds=2",
                        "--heap=256m",
                        "--contenders=key-lanes,spring-kafka",
                        "--json");

        assertThat(exitCode).isZero();
        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.get("idealPerSecond").asDouble()).isEqualTo(200);
        assertThat(report.get("rows")).hasSize(2).allSatisfy(row -> {
            assertThat(row.get("outcome").get("perSecond").asDouble()).isPositive();
            assertThat(row.get("outcome").get("disordered").asInt()).isZero();
        });
        assertThat(report.get("rows").get(0).get("outcome").get("mostInFlight").asInt())
                .isEqualTo(60);
        assertThat(report.get("rows").get(1).get("outcome").get("mostInFlight").asInt())
                .isEqualTo(Backlog.PARTITIONS);
    }
}
