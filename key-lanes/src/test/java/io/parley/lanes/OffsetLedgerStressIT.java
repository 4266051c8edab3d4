package io.parley.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Main;

/// Runs [OffsetLedgerStress] in jcstress's shortest form; a longer one is `-Dlanes.jcstress=quick` or
/// `tough`.
class OffsetLedgerStressIT {
    @Test
    void the_ledger_holds_in_every_race(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        Process process = ChildJvm.start(ChildJvm.of(
                        List.of(),
                        Main.class,
                        List.of(
                                "-m", System.getProperty("lanes.jcstress", "sanity"),
                                "-t", OffsetLedgerStress.class.getSimpleName(),
                                "-sc", "false",
                                "-f", "1",
                                "-r", directory.resolve("report").toString()))
                .directory(directory.toFile())
                .redirectOutput(output.toFile()));

        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();

        assertThat(Files.readString(output))
                .contains("Failed tests: No matches", "Error tests: No matches", "All remaining tests: 4 matching");
    }
}
