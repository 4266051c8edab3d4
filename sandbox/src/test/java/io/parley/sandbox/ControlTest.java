package io.parley.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The control API.
class ControlTest {

    private static final String SEND = "/telegram/bot100001:sample/sendMessage";

    private final Trial trial = new Trial();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void the_accounts_are_those_of_the_tenants_file() {
        var accounts = trial.control("/accounts").valueStream().toList();

        assertThat(accounts.stream().map(one -> one.path("channel").asString())).contains("bot", "bot2", "work", "api");
        assertThat(accounts).allSatisfy(one -> assertThat(one.toString()).doesNotContain("secret", "sample"));
    }

    @Test
    void people_appear_when_they_write_and_are_read_or_not() {
        trial.write("bot", "7", "{\"kind\":\"text\",\"text\":\"hello\",\"name\":\"Ann\"}");
        trial.state("bot", "7", "{\"reads\":false}");

        trial.post(SEND, "{\"chat_id\":7,\"text\":\"hi\"}");

        var ann = trial.control("/bot/people").path(0);
        assertThat(ann.path("name").asString()).isEqualTo("Ann");
        assertThat(ann.path("last").asString()).isEqualTo("hi");
        assertThat(ann.path("unread").asInt()).isEqualTo(1);
        assertThat(trial.screen("bot", "7").path(1).path("status").asString()).isEqualTo("delivered");
        assertThat(trial.control("/bot2/people")).isEmpty();
    }

    @Test
    void a_screen_can_be_read_on_from_a_place_and_from_a_change() {
        var id = trial.says("bot", "7", "one").path("message_id").asString();
        trial.says("bot", "7", "two");
        trial.write("bot", "7", "{\"kind\":\"edit\",\"message_id\":" + id + ",\"text\":\"uno\"}");

        assertThat(trial.control("/bot/people/7/messages?after=1")).hasSize(1);
        var changed = trial.control("/bot/people/7/messages?changed_after=2");
        assertThat(changed).hasSize(1);
        assertThat(changed.path(0).path("text").asString()).isEqualTo("uno");
    }

    @Test
    void a_phone_hears_messages_typing_and_drafts() throws Exception {
        trial.says("bot", "7", "hello");
        var request = HttpRequest.newBuilder(URI.create(trial.url() + "/sandbox/bot/people/7/events"))
                .build();
        var answer = trial.http().send(request, BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith(":");

            trial.post("/telegram/bot100001:sample/sendChatAction", "{\"chat_id\":7,\"action\":\"typing\"}");
            trial.post("/telegram/bot100001:sample/sendMessageDraft", "{\"chat_id\":7,\"draft_id\":1,\"text\":\"h\"}");
            trial.post(SEND, "{\"chat_id\":7,\"text\":\"hi\"}");

            List<String> heard = new ArrayList<>();
            while (heard.size() < 3) {
                var line = lines.readLine();
                if (line.startsWith("event: ")) {
                    heard.add(line.substring(7) + " " + lines.readLine());
                }
            }
            assertThat(heard.get(0))
                    .startsWith("typing data: ")
                    .contains("\"until\":\"" + trial.now().plusSeconds(5));
            assertThat(heard.get(1))
                    .startsWith("draft data: ")
                    .contains("\"text\":\"h\"", trial.now().plusSeconds(30).toString());
            assertThat(heard.get(2)).startsWith("message data: ").contains("\"text\":\"hi\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"right, bot-secret", "wrong, bot-secret-not", "missing,"})
    void any_bytes_can_be_posted_with_a_signature_of_choice(String signature, String secret) {
        trial.ingress().answering(webhook -> Ingress.Reply.of(secret == null ? 401 : 200));

        var reply = trial.control("POST", "/bot/webhook?signature=" + signature, "no { json");

        var webhook = trial.ingress().received().getFirst();
        assertThat(webhook.body()).isEqualTo("no { json");
        assertThat(webhook.headers().get("x-telegram-bot-api-secret-token")).isEqualTo(secret);
        assertThat(reply.path("status").asInt()).isEqualTo(secret == null ? 401 : 200);
    }

    @Test
    void the_record_is_read_in_pieces_and_keeps_the_latest() {
        trial.control("PUT", "/settings", "{\"limits\":false}");
        trial.says("bot", "7", "hello");
        IntStream.rangeClosed(1, 1_010).forEach(i -> trial.post(SEND, "{\"chat_id\":7,\"text\":\"" + i + "\"}"));

        var first = trial.control("/deliveries?limit=2");
        assertThat(first.valueStream().map(one -> one.path("n").asInt())).containsExactly(11, 12);
        assertThat(first.path(0).path("text").asString()).isEqualTo("11");
        assertThat(trial.control("/deliveries?after=1009")).hasSize(1);
        assertThat(trial.control("/deliveries?channel=bot2")).isEmpty();
        assertThat(trial.screen("bot", "7")).hasSize(500);
    }

    @Test
    void forgetting_forgets_people_messages_and_records() {
        trial.says("bot", "7", "hello");
        trial.webhooks(1);
        trial.post(SEND, "{\"chat_id\":7,\"text\":\"hi\"}");

        trial.control("DELETE", "", "");

        assertThat(trial.control("/bot/people")).isEmpty();
        assertThat(trial.deliveries()).isEmpty();
        assertThat(trial.control("/webhooks")).isEmpty();
        assertThat(trial.post(SEND, "{\"chat_id\":7,\"text\":\"hi\"}").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /sandbox/nothing, 404",
        "GET, /sandbox/none/people, 404",
        "POST, /sandbox/bot/people/7/messages, 400",
        "POST, /sandbox/bot/people/ann/messages, 400",
        "GET, /sandbox/deliveries?after=x, 400",
        "GET, /nothing, 404"
    })
    void what_makes_no_sense_is_refused(String method, String path, int status) {
        assertThat(trial.call(method, path, "{\"text\":\"x\"}").statusCode()).isEqualTo(status);
    }

    /// Each conversation of its own keeps its order; nothing is lost among thousands at once.
    @Test
    void thousands_of_people_write_and_are_answered_at_once() throws Exception {
        trial.control("PUT", "/settings", "{\"limits\":false}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int person = 1; person <= 500; person++) {
                int chat = person;
                threads.execute(() -> {
                    for (int i = 0; i < 2; i++) {
                        trial.says("bot", String.valueOf(chat), "q" + i);
                        trial.post(SEND, "{\"chat_id\":" + chat + ",\"text\":\"a" + i + "\"}");
                    }
                });
            }
        }

        trial.webhooks(1_000);
        assertThat(trial.deliveries()
                        .valueStream()
                        .filter(one -> one.path("delivered").asBoolean()))
                .hasSize(1_000);
        for (int person = 1; person <= 500; person += 50) {
            assertThat(trial.screen("bot", String.valueOf(person))
                            .valueStream()
                            .map(one -> one.path("text").asString()))
                    .containsExactly("q0", "a0", "q1", "a1");
        }
    }
}
