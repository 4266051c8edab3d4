package io.parley.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The stand-ins are witnesses, hence they share nothing with what they judge, and their time is the one they are
/// given.
class OwnWorldTest {

    private static final Pattern FOREIGN = Pattern.compile("import (static )?io\\.parley\\.(?!sandbox)");
    private static final Pattern OWN_TIME = Pattern.compile("Instant\\.now\\(|currentTimeMillis|System\\.out");

    @Test
    void nothing_of_parley_is_used_and_no_clock_but_the_given_one() throws IOException {
        assertThat(sources(FOREIGN)).isEmpty();
        assertThat(sources(OWN_TIME)).isEmpty();
    }

    private static List<String> sources(Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> pattern.matcher(read(file)).find())
                    .map(Path::toString)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
