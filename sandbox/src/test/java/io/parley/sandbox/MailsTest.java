package io.parley.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MailsTest {

    @Test
    void every_mail_is_shown_until_all_is_forgotten() {
        try (Trial trial = new Trial()) {
            ServerSetup server = new ServerSetup(trial.mailPort(), "localhost", ServerSetup.PROTOCOL_SMTP);
            GreenMailUtil.sendTextEmail(
                    "team@shoes.example", "parley@shoes.example", "A customer waits", "Go!", server);
            JsonNode mails =
                    Json.parse(trial.get("/sandbox/mails").body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(mails).hasSize(1);
            assertThat(mails.path(0).path("subject").asString("")).isEqualTo("A customer waits");
            assertThat(mails.path(0).path("to").asString("")).isEqualTo("team@shoes.example");
            assertThat(mails.path(0).path("text").asString("")).contains("Go!");
            assertThat(trial.get("/mail").body()).contains("<title>Mail");
            trial.call("DELETE", "/sandbox", "");
            assertThat(trial.get("/sandbox/mails").body()).isEqualTo("[]");
        }
    }
}
