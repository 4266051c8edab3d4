package io.parley.channels.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Button;
import io.parley.schemas.avro.EntryKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SlackSenderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Account ACCOUNT =
            new Account("shoes", "shoes-slack", "slack", JSON.readTree("{\"bot-token\": \"xoxb-1\"}"));
    private static final Addressee CHANNEL = new Addressee(ACCOUNT, ACCOUNT.client("C1", "17.1"), "C1", Map.of());

    private HttpServer slack;
    private SlackSender sender;
    private volatile int status = 200;
    private volatile String answer = "{\"ok\": true, \"ts\": \"21.5\"}";
    private volatile String authorization = "";
    private volatile JsonNode posted = JSON.createObjectNode();

    @BeforeEach
    void start() throws IOException {
        slack = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slack.createContext("/api/chat.postMessage", exchange -> {
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            posted = JSON.readTree(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(status, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(answer.getBytes(UTF_8));
            }
        });
        slack.start();
        sender = new SlackSender(
                new ProviderApi(Duration.ofSeconds(5)),
                URI.create("http://localhost:" + slack.getAddress().getPort() + "/api"));
    }

    @AfterEach
    void stop() {
        slack.stop(0);
    }

    @Test
    void an_entry_is_posted_into_its_thread() throws InterruptedException {
        var outcome = send("**Hola** & <chau> [aquí](https://x.y/?a=1&b=2)");
        assertThat(outcome).isEqualTo(new Outcome.Sent("21.5"));
        assertThat(authorization).isEqualTo("Bearer xoxb-1");
        assertThat(posted.path("channel").asString()).isEqualTo("C1");
        assertThat(posted.path("thread_ts").asString()).isEqualTo("17.1");
        assertThat(posted.path("text").asString())
                .isEqualTo("*Hola* &amp; &lt;chau&gt; aquí (https://x.y/?a=1&amp;b=2)");
    }

    @Test
    void a_direct_message_has_no_thread() throws InterruptedException {
        var person = new Addressee(ACCOUNT, ACCOUNT.client("D1", null), "D1", Map.of());
        sender.send(sender.pieces(entry("hi").build(), person).getFirst(), person);
        assertThat(posted.has("thread_ts")).isFalse();
    }

    @Test
    void a_long_answer_becomes_several_posts() {
        var pieces = sender.pieces(entry("A sentence of words. ".repeat(500)).build(), CHANNEL);
        assertThat(pieces)
                .hasSizeGreaterThan(3)
                .allSatisfy(piece -> assertThat(text(piece)).hasSizeLessThanOrEqualTo(3_000));
        assertThat(pieces).extracting(Piece::number).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void buttons_stand_in_blocks_of_the_last_post() {
        var entry = entry("Which?")
                .setButtons(List.of(new Button("yes", "Sí"), new Button("no", "No")))
                .build();
        var blocks = sender.pieces(entry, CHANNEL).getLast().body().path("blocks");
        assertThat(blocks.path(0).path("text").path("text").asString()).isEqualTo("Which?");
        assertThat(blocks.path(1).path("elements").path(1).path("value").asString())
                .isEqualTo("no");
    }

    @Test
    void what_slack_answers_decides_what_becomes_of_it() throws InterruptedException {
        assertThat(when(200, "ratelimited")).isEqualTo(later("ratelimited"));
        assertThat(when(429, "anything")).isEqualTo(later("ratelimited"));
        assertThat(when(200, "invalid_auth")).isEqualTo(new Outcome.Halted("invalid_auth"));
        assertThat(when(200, "channel_not_found")).isEqualTo(new Outcome.Refused("channel_not_found"));
        assertThat(when(200, "internal_error")).isEqualTo(new Outcome.Unknown("internal_error"));
        assertThat(when(500, "oops")).isEqualTo(new Outcome.Unknown("oops"));
        answer = "<html>bad gateway</html>";
        status = 502;
        assertThat(send("x")).isEqualTo(new Outcome.Unknown("http-error"));
        slack.stop(0);
        assertThat(send("x")).isInstanceOf(Outcome.Later.class);
    }

    private Outcome when(int code, String error) throws InterruptedException {
        status = code;
        answer = "{\"ok\": false, \"error\": \"" + error + "\"}";
        return send("x");
    }

    private static Outcome later(String error) {
        return new Outcome.Later(Duration.ofSeconds(7), Scope.ACCOUNT, error);
    }

    private Outcome send(String markdown) throws InterruptedException {
        return sender.send(sender.pieces(entry(markdown).build(), CHANNEL).getFirst(), CHANNEL);
    }

    private static String text(Piece piece) {
        return piece.body().path("text").asString("");
    }

    private static AgentReply.Builder entry(String content) {
        return AgentReply.newBuilder()
                .setReplyId("t-1.1")
                .setClientId("shoes:shoes-slack:C1:17.1")
                .setTenant("shoes")
                .setChannel("slack")
                .setChannelAccount("shoes-slack")
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent(content)
                .setCreatedAt(Instant.EPOCH);
    }
}
