package io.parley.campaign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @Test
    void what_was_written_is_read_again(@TempDir Path directory) throws Exception {
        var at = new Stamp(1, 2, 3);
        List<Line> lines = List.of(
                new Line.Person("alpha", "alpha:web:g.u", "u", "zq-c-0"),
                new Line.Shown(
                        at,
                        "alpha:web:g.u",
                        "tab",
                        1,
                        new Line.Frame(
                                "agent", "reply", "t.1", null, null, "t-1.1", "t-1", List.of("m-1"), 1, 1, "ä\n")),
                new Line.Fault(at, "kill", "all", "start", Map.of("turns in flight", 200.0)),
                new Line.Entry(0, 1, 2, "c", "SYSTEM", "RETRACT", "r", null, List.of(), List.of("x"), ""));

        try (var ledger = new Ledger(directory)) {
            lines.forEach(ledger::append);
        }

        assertThat(Recorded.read(directory).all()).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(directory.resolve("shown.jsonl")).isNotEmptyFile();
    }
}
