package io.parley.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The accounts that the stand-ins know.
class AccountsFileTest {

    private static final String FILE = """
            tenants:
              - {id: a, name: "Shop A", channels: [{id: a-bot, kind: telegram, bot-token: "${TOKEN:1:x}", webhook-secret: "${SECRET}"}]}
            """;

    @TempDir
    Path folder;

    @Test
    void placeholders_come_from_the_environment_or_are_their_default() throws IOException {
        var file = Files.writeString(folder.resolve("t.yml"), FILE);

        var account = new AccountsFile(file, Map.of("SECRET", "s")).get().getFirst();

        assertThat(account.tenant()).isEqualTo("a");
        assertThat(account.name()).isEqualTo("Shop A");
        assertThat(account.text("bot-token")).contains("1:x");
        assertThat(account.text("webhook-secret")).contains("s");
        assertThat(account.toString()).doesNotContain("1:x");
    }

    @Test
    void a_changed_file_is_read_again_and_a_broken_one_is_not() throws IOException {
        var file = Files.writeString(folder.resolve("t.yml"), FILE);
        var accounts = new AccountsFile(file, Map.of());

        change(file, FILE.replace("a-bot", "b-bot"), 1);
        assertThat(accounts.get().getFirst().id()).isEqualTo("b-bot");

        change(file, "tenants: [", 2);
        assertThat(accounts.get().getFirst().id()).isEqualTo("b-bot");
    }

    private static void change(Path file, String text, int seconds) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_900_000_000L + seconds)));
    }

    @Test
    void a_missing_file_is_no_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccountsFile(folder.resolve("none.yml"), Map.of()))
                .withMessageContaining("none.yml");
    }
}
