package io.parley.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The keys of log lines are spelt the same everywhere, because all stand in one table.
class LogKeysTest {

    private static final Pattern KEY = Pattern.compile("addKeyValue\\(\\s*\"([^\"]+)\"");
    private static final Pattern CELL = Pattern.compile("(?m)^\\| (`[^|]+) \\|");
    private static final Path ROOT = Path.of("..");

    /// Programs that write to a terminal have no log lines for operators.
    private static final Pattern PROGRAMS = Pattern.compile("bench|campaign|channel-kit|sandbox|standalone|examples");

    private static Stream<Path> sources() throws IOException {
        try (var modules = Files.list(ROOT)) {
            return modules
                    .filter(module ->
                            !PROGRAMS.matcher(module.getFileName().toString()).matches())
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()
                    .stream()
                    .flatMap(LogKeysTest::files);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_key_stands_in_the_table() throws IOException {
        // given
        var page = text(ROOT.resolve("docs/observability.md"));
        var table = page.substring(page.indexOf("## Log lines"), page.indexOf("## Traces"));
        var known = new TreeSet<String>();
        CELL.matcher(table)
                .results()
                .map(cell -> cell.group(1))
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map(key -> key.group(1))
                .forEach(known::add);
        // when
        var used = new TreeSet<String>();
        sources()
                .map(LogKeysTest::text)
                .flatMap(text -> KEY.matcher(text).results())
                .map((MatchResult key) -> key.group(1))
                .forEach(used::add);
        // then
        assertThat(used).contains("clientId", "turnId");
        assertThat(known).containsAll(used);
    }
}
