package io.parley.channels.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.Event;
import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import io.parley.channels.MediaSource.Located;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi;
import io.parley.channels.Sign;
import io.parley.schemas.avro.Attachment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class WhatsAppSenderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SETTINGS = """
            {"phone-number-id": "4501", "access-token": "tok", "template": "come_back:es"}""";
    private static final String SENT = """
            {"messaging_product": "whatsapp", "messages": [{"id": "wamid.O1"}]}""";

    private record Request(String path, String authorization, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ProviderApi api = new ProviderApi(Duration.ofSeconds(5));
    private HttpServer server;
    private WhatsAppSender sender;
    private GraphApi graph;
    private volatile int status = 200;
    private volatile String answer = SENT;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(new Request(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            var upload = exchange.getRequestURI().getPath().endsWith("/media");
            exchange.sendResponseHeaders(upload ? 200 : status, 0);
            try (var body = exchange.getResponseBody()) {
                body.write((upload ? "{\"id\": \"99\"}" : answer).getBytes(UTF_8));
            }
        });
        server.start();
        graph = GraphApi.of("http://localhost:" + server.getAddress().getPort() + "/graph", "v25.0");
        sender = new WhatsAppSender(graph, api);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_message_goes_to_the_number_with_our_id_of_it() throws InterruptedException {
        assertThat(sender.send(text(), to("34600000001"))).isEqualTo(new Outcome.Sent("wamid.O1"));
        var request = requests.getFirst();
        assertThat(request.path()).isEqualTo("/graph/v25.0/4501/messages");
        assertThat(request.authorization()).isEqualTo("Bearer tok");
        assertThat(request.json()).isEqualTo(JSON.readTree("""
                {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "34600000001", "type": "text",
                 "text": {"body": "hola", "preview_url": false},
                 "biz_opaque_callback_data": "shoes:shoes-wa:34600000001 r.1 1"}"""));
    }

    @Test
    void a_business_scoped_id_is_a_recipient_and_a_group_is_said_to_be_one() throws InterruptedException {
        sender.send(text(), to("ES.1349"));
        sender.send(text(), to("R3JvdXA6MQ=="));
        assertThat(requests.getFirst().json().path("recipient").asString("")).isEqualTo("ES.1349");
        assertThat(requests.getFirst().json().has("to")).isFalse();
        assertThat(requests.getLast().json().path("recipient_type").asString(""))
                .isEqualTo("group");
    }

    @Test
    void an_id_of_ours_that_is_too_long_is_left_out() throws InterruptedException {
        var piece = new Piece("x".repeat(513), "r.1", 1, WhatsAppPieces.FIRST, WhatsAppPieces.text("hola"));
        sender.send(piece, to("34600000001"));
        assertThat(requests.getFirst().json().has("biz_opaque_callback_data")).isFalse();
    }

    @Test
    void outside_the_window_a_template_goes_instead_of_the_first_message_only() throws InterruptedException {
        fails(400, 131047);
        var instead = (Outcome.Instead) sender.send(text(), to("34600000001"));
        assertThat(instead.piece().body()).isEqualTo(JSON.readTree("""
                {"type": "template", "template": {"name": "come_back", "language": {"code": "es"}}}"""));
        assertThat(sender.send(instead.piece(), to("34600000001")))
                .isEqualTo(new Outcome.Refused("window-closed 131047"));
        var next = new Piece("i", "r.1", 2, WhatsAppPieces.NEXT, WhatsAppPieces.text("más"));
        assertThat(sender.send(next, to("34600000001"))).isEqualTo(new Outcome.Refused("window-closed 131047"));
        var without = account("{\"phone-number-id\": \"4501\", \"access-token\": \"tok\"}");
        assertThat(sender.send(text(), to(without, "34600000001")))
                .isEqualTo(new Outcome.Refused("window-closed 131047"));
    }

    @Test
    void a_picture_that_meta_cannot_fetch_becomes_words_and_its_address() throws InterruptedException {
        fails(400, 131053);
        var image =
                body("{\"type\": \"image\", \"image\": {\"link\": \"https://x.example/1\", \"caption\": \"mira\"}}");
        var instead = (Outcome.Instead) sender.send(piece(image), to("34600000001"));
        assertThat(instead.piece().body().path("text").path("body").asString(""))
                .isEqualTo("mira\nhttps://x.example/1");
        assertThat(sender.send(text(), to("34600000001"))).isEqualTo(new Outcome.Refused("media 131053"));
    }

    @Test
    void a_picture_without_an_address_is_uploaded_first() throws InterruptedException {
        var data = "data:image/png;base64," + Base64.getEncoder().encodeToString("PNG".getBytes(UTF_8));
        var image = body("{\"type\": \"image\", \"image\": {\"link\": \"" + data + "\", \"caption\": \"mira\"}}");
        assertThat(sender.send(piece(image), to("34600000001"))).isEqualTo(new Outcome.Sent("wamid.O1"));
        assertThat(requests.getFirst().path()).isEqualTo("/graph/v25.0/4501/media");
        assertThat(requests.getFirst().body()).contains("name=\"messaging_product\"", "image/png", "PNG");
        assertThat(requests.getLast().json().path("image"))
                .isEqualTo(JSON.readTree("{\"id\": \"99\", \"caption\": \"mira\"}"));
    }

    @Test
    void what_cannot_go_to_a_business_scoped_id_goes_to_the_number() throws InterruptedException {
        fails(400, 131062);
        var ana = new Addressee(
                account(SETTINGS), account(SETTINGS).client("ES.1", null), "ES.1", Map.of(Event.PHONE, "34600000001"));
        var instead = (Outcome.Instead) sender.send(text(), ana);
        sender.send(instead.piece(), ana);
        assertThat(requests.getLast().json().path("to").asString("")).isEqualTo("34600000001");
        assertThat(sender.send(text(), to("ES.1"))).isEqualTo(new Outcome.Refused("needs-phone 131062"));
    }

    @Test
    void only_what_surely_was_not_sent_is_sent_again() throws InterruptedException {
        fails(400, 131056);
        assertThat(sender.send(text(), to("34600000001")))
                .isEqualTo(new Outcome.Later(Duration.ofSeconds(6), Scope.CLIENT, "pair-limit 131056"));
        status = 502;
        answer = "<html>";
        assertThat(sender.send(text(), to("34600000001"))).isEqualTo(new Outcome.Unknown("status 502"));
        status = 200;
        assertThat(sender.send(text(), to("34600000001"))).isEqualTo(new Outcome.Unknown("an answer without an id"));
        server.stop(0);
        assertThat(sender.send(text(), to("34600000001"))).isInstanceOfSatisfying(Outcome.Later.class, later -> {
            assertThat(later.reason()).isEqualTo("no-connection");
            assertThat(later.scope()).isEqualTo(Scope.ACCOUNT);
        });
    }

    @Test
    void an_account_without_its_settings_waits() throws InterruptedException {
        assertThat(sender.send(text(), to(account("{}"), "34600000001")))
                .isEqualTo(new Outcome.Halted("settings-incomplete"));
        assertThat(requests).isEmpty();
    }

    @Test
    void a_sign_marks_the_message_as_read_and_shows_typing() throws InterruptedException {
        sender.show(new Sign("t", 1, ""), to("34600000001"));
        assertThat(requests).isEmpty();
        var account = account(SETTINGS);
        sender.show(
                new Sign("t", 1, ""),
                new Addressee(account, account.client("1", null), "1", Map.of(Event.MESSAGE_ID, "wamid.M1")));
        assertThat(requests.getFirst().json()).isEqualTo(JSON.readTree("""
                {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.M1",
                 "typing_indicator": {"type": "text"}}"""));
    }

    @Test
    void no_second_has_more_messages_than_a_number_may_send_and_some_are_left_for_what_comes_in() {
        var slow = account("{\"limits\": {\"messages-per-second\": 20}}");
        assertThat(sender.limits(to(slow, "1")).getFirst())
                .isEqualTo(new Limit(Scope.ACCOUNT, 14, Duration.ofSeconds(1), 1));
        assertThat(sender.limits(to("1"))).anySatisfy(limit -> {
            assertThat(limit.scope()).isEqualTo(Scope.CLIENT);
            assertThat(limit.burst() + limit.messages()).isLessThanOrEqualTo(45);
            assertThat(limit.per()).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
        });
    }

    // media

    @Test
    void a_file_is_fetched_from_metas_own_hosts_only() throws InterruptedException {
        var media = new WhatsAppMedia(graph, api);
        answer = "{\"url\": \"https://lookaside.fbsbx.com/f?mid=7\"}";
        assertThat(media.locate(file("7"), account(SETTINGS))).isInstanceOfSatisfying(Located.Found.class, found -> {
            assertThat(found.url()).hasToString("https://lookaside.fbsbx.com/f?mid=7");
            assertThat(found.headers()).containsEntry("Authorization", "Bearer tok");
            assertThat(found.hosts()).containsExactlyInAnyOrder("lookaside.fbsbx.com", graph.authority());
        });
        assertThat(requests.getFirst().path()).isEqualTo("/graph/v25.0/7");
        answer = "{\"url\": \"https://evil.example/f\"}";
        assertThat(media.locate(file("7"), account(SETTINGS))).isEqualTo(new Located.Gone("foreign-host"));
        assertThat(media.locate(file("https://evil.example/f"), account(SETTINGS)))
                .isEqualTo(new Located.Gone("foreign-host"));
    }

    @Test
    void a_file_that_is_gone_is_told_from_one_that_cannot_be_had_now() throws InterruptedException {
        var media = new WhatsAppMedia(graph, api);
        fails(400, 100);
        assertThat(media.locate(file("7"), account(SETTINGS))).isEqualTo(new Located.Gone("bad-parameter 100"));
        answer = "{\"error\": {\"code\": 100, \"error_subcode\": 33}}";
        assertThat(media.locate(file("7"), account(SETTINGS))).isEqualTo(new Located.Gone("no-such-object 100"));
        fails(401, 190);
        assertThat(media.locate(file("7"), account(SETTINGS))).isInstanceOf(Located.Later.class);
        fails(500, 131000);
        assertThat(media.locate(file("7"), account(SETTINGS))).isInstanceOf(Located.Later.class);
    }

    @Test
    void an_address_that_ends_with_a_version_is_used_as_it_is() {
        assertThat(GraphApi.of("http://localhost:1/graph/v23.0/", "v25.0").url("7"))
                .hasToString("http://localhost:1/graph/v23.0/7");
        assertThat(GraphApi.of("https://graph.facebook.com", "v25.0").url("7"))
                .hasToString("https://graph.facebook.com/v25.0/7");
    }

    private void fails(int httpStatus, int code) {
        status = httpStatus;
        answer = "{\"error\": {\"message\": \"m\", \"code\": " + code + "}}";
    }

    private static Attachment file(String reference) {
        return Attachment.newBuilder().setKind("image").setReference(reference).build();
    }

    private static Piece text() {
        return piece(WhatsAppPieces.text("hola"));
    }

    private static Piece piece(ObjectNode body) {
        return new Piece("shoes:shoes-wa:34600000001 r.1 1", "r.1", 1, WhatsAppPieces.FIRST, body);
    }

    private static ObjectNode body(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    private static Addressee to(String id) {
        return to(account(SETTINGS), id);
    }

    private static Addressee to(Account account, String id) {
        return new Addressee(account, account.client(id, null), id, Map.of());
    }

    private static Account account(String settings) {
        return new Account("shoes", "shoes-wa", "whatsapp", JSON.readTree(settings));
    }
}
