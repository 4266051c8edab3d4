package io.parley.channels.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi;
import io.parley.channels.Signatures;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Button;
import io.parley.schemas.avro.EntryKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class HttpSenderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private final HttpServer receiver = server();
    private final ProviderApi api = new ProviderApi(Duration.ofSeconds(1));
    private final HttpSender sender = sender(true);
    private volatile int status = 204;
    private volatile boolean silent;
    private volatile byte[] received = new byte[0];
    private volatile String signature = "";

    @BeforeEach
    void start() {
        receiver.createContext("/replies", exchange -> {
            received = exchange.getRequestBody().readAllBytes();
            signature = exchange.getRequestHeaders().getFirst("Parley-Signature");
            exchange.getResponseHeaders().add("Retry-After", "7");
            if (!silent) {
                exchange.sendResponseHeaders(status, -1);
            }
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void an_entry_is_posted_as_a_message_frame_signed_over_its_bytes() throws InterruptedException {
        var entry = entry(Author.AGENT, EntryKind.REPLY)
                .setImageUrl("https://shop.example/a.jpg")
                .setButtons(
                        List.of(Button.newBuilder().setId("b").setTitle("Sí").build()))
                .build();
        assertThat(send(entry)).isEqualTo(new Outcome.Sent(""));

        var frame = JSON.readTree(received);
        assertThat(frame.path("type").stringValue()).isEqualTo("message");
        assertThat(frame.path("role").stringValue()).isEqualTo("agent");
        assertThat(frame.path("author").stringValue()).isEqualTo("agent");
        assertThat(frame.path("kind").stringValue()).isEqualTo("reply");
        assertThat(frame.path("content").stringValue()).isEqualTo("¡**Hola**!");
        assertThat(frame.path("user_id").stringValue()).isEqualTo("u 1");
        assertThat(frame.path("reply_id").stringValue()).isEqualTo("t-1.1");
        assertThat(frame.path("turn_id").stringValue()).isEqualTo("t-1");
        assertThat(frame.path("in_reply_to").path(0).stringValue()).isEqualTo("m-1");
        assertThat(frame.path("part").intValue()).isEqualTo(1);
        assertThat(frame.path("buttons").path(0).path("title").stringValue()).isEqualTo("Sí");
        assertThat(frame.path("timestamp").stringValue()).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(signature)
                .isEqualTo("t=1700000000,v1="
                        + Signatures.hmacSha256("s3cret", List.of("1700000000.".getBytes(UTF_8), received)));
    }

    @Test
    void everything_that_is_said_is_posted_but_what_the_user_said() {
        assertThat(pieces(entry(Author.SYSTEM, EntryKind.FAILURE).build())).hasSize(1);
        assertThat(pieces(entry(Author.HUMAN, EntryKind.REPLY).build())).hasSize(1);
        assertThat(pieces(entry(Author.USER, EntryKind.REPLY).build())).isEmpty();
        assertThat(pieces(entry(Author.SYSTEM, EntryKind.RETRACT).build())).isEmpty();
    }

    @Test
    void without_a_callback_nothing_is_posted() {
        var account = new Account("shoes", "shoes-api", "http", JSON.readTree("{\"secret\": \"s3cret\"}"));
        var to = new Addressee(account, account.client("u 1", null), "u 1", Map.of());
        assertThat(sender.pieces(entry(Author.AGENT, EntryKind.REPLY).build(), to))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 504})
    void a_receiver_in_trouble_holds_up_this_client_only(int trouble) throws InterruptedException {
        status = trouble;
        assertThat(send()).isEqualTo(new Outcome.Later(Duration.ofSeconds(7), Scope.CLIENT, "http-" + trouble));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_receiver_that_asks_to_wait_is_left_alone(int busy) throws InterruptedException {
        status = busy;
        assertThat(send()).isEqualTo(new Outcome.Later(Duration.ofSeconds(7), Scope.ACCOUNT, "http-" + busy));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 410})
    void what_is_refused_is_not_posted_again(int refusal) throws InterruptedException {
        status = refusal;
        assertThat(send()).isEqualTo(new Outcome.Refused("http-" + refusal));
    }

    @Test
    void what_may_have_arrived_is_posted_again() throws InterruptedException {
        silent = true;
        assertThat(send())
                .isInstanceOfSatisfying(
                        Outcome.Later.class, later -> assertThat(later.scope()).isEqualTo(Scope.CLIENT));
    }

    @Test
    void a_receiver_that_is_not_there_is_waited_for() throws Exception {
        int nobody;
        try (var socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        var to = to("http://localhost:" + nobody + "/replies");
        assertThat(sender.send(piece(to), to))
                .isInstanceOfSatisfying(
                        Outcome.Later.class, later -> assertThat(later.scope()).isEqualTo(Scope.ACCOUNT));
    }

    @Test
    void a_callback_in_this_network_is_refused_unless_it_is_allowed() throws InterruptedException {
        var to = to(url());
        assertThat(sender(false).send(piece(to), to)).isEqualTo(new Outcome.Refused("private-address"));
        assertThat(received).isEmpty();
    }

    private Outcome send() throws InterruptedException {
        return send(entry(Author.AGENT, EntryKind.REPLY).build());
    }

    private Outcome send(AgentReply entry) throws InterruptedException {
        var to = to(url());
        return sender.send(sender.pieces(entry, to).getFirst(), to);
    }

    private List<Piece> pieces(AgentReply entry) {
        return sender.pieces(entry, to(url()));
    }

    private Piece piece(Addressee to) {
        return sender.pieces(entry(Author.AGENT, EntryKind.REPLY).build(), to).getFirst();
    }

    private String url() {
        return "http://localhost:" + receiver.getAddress().getPort() + "/replies";
    }

    private HttpSender sender(boolean mayBePrivate) {
        return new HttpSender(api, Clock.fixed(NOW, ZoneOffset.UTC), mayBePrivate);
    }

    private static Addressee to(String callback) {
        var settings = JSON.createObjectNode().put("secret", "s3cret").put("callback-url", callback);
        var account = new Account("shoes", "shoes-api", "http", settings);
        return new Addressee(account, account.client("u 1", null), "u 1", Map.of());
    }

    private static AgentReply.Builder entry(Author author, EntryKind kind) {
        return AgentReply.newBuilder()
                .setReplyId("t-1.1")
                .setTurnId("t-1")
                .setClientId("shoes:shoes-api:u%201")
                .setTenant("shoes")
                .setChannel("http")
                .setChannelAccount("shoes-api")
                .setAuthor(author)
                .setKind(kind)
                .setContent("¡**Hola**!")
                .setInReplyTo(List.of("m-1"))
                .setCreatedAt(Instant.EPOCH);
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
