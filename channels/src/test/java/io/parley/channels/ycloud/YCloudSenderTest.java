package io.parley.channels.ycloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.MediaSource.Located;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi;
import io.parley.channels.Sign;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class YCloudSenderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Account ACCOUNT = new Account(
            "shoes",
            "shoes-yc",
            "ycloud",
            JSON.readTree("{\"phone-number\": \"+34911000000\", \"api-key\": \"k1\", \"template\": \"come_back\"}"));

    private record Request(String path, String key, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ProviderApi api = new ProviderApi(Duration.ofSeconds(5));
    private HttpServer server;
    private YCloudSender sender;
    private YCloudApi ycloud;
    private volatile int status = 200;
    private volatile String answer = "{\"id\": \"63f\", \"wamid\": \"wamid.O1\", \"status\": \"accepted\"}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(new Request(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("X-API-Key"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.sendResponseHeaders(status, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(answer.getBytes(UTF_8));
            }
        });
        server.start();
        ycloud = YCloudApi.of("http://localhost:" + server.getAddress().getPort() + "/v2");
        sender = new YCloudSender(ycloud, api);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_message_is_sent_directly_with_our_id_of_it() throws InterruptedException {
        assertThat(send("+34600000001")).isEqualTo(new Outcome.Sent("wamid.O1"));
        var request = requests.getFirst();
        assertThat(request.path()).isEqualTo("/v2/whatsapp/messages/sendDirectly");
        assertThat(request.key()).isEqualTo("k1");
        assertThat(request.json()).isEqualTo(JSON.readTree("""
                {"from": "+34911000000", "to": "+34600000001", "type": "text",
                 "text": {"body": "hola", "preview_url": false}, "externalId": "shoes:shoes-yc:%2B34600000001 r.1 1"}"""));
    }

    @Test
    void a_business_scoped_id_is_a_recipient() throws InterruptedException {
        send("ES.1349");
        assertThat(requests.getFirst().json().path("recipient").asString("")).isEqualTo("ES.1349");
        assertThat(requests.getFirst().json().has("to")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            429 | "code":"TOO_MANY_REQUESTS","whatsappApiError":{"code":"131056"}  | later CLIENT 6
            429 | "code":"TOO_MANY_REQUESTS","whatsappApiError":{"code":"130429"}  | later ACCOUNT 6
            429 | "code":"TOO_MANY_REQUESTS"                                       | later ACCOUNT 2
            429 | "code":"ACCOUNT_RATE_LIMITED"                                    | later ACCOUNT 10
            401 | "code":"UNAUTHORIZED"                                            | halted
            403 | "code":"BALANCE_INSUFFICIENT"                                    | halted
            403 | "code":"ACCOUNT_UNAVAILABLE"                                     | halted
            403 | "code":"CONTENT_PROHIBITED"                                      | refused content-prohibited
            400 | "code":"PARAM_INVALID"                                           | refused param-invalid
            404 | "code":"NOT_FOUND"                                               | refused not-found
            413 | "code":"CONTENT_TOO_LARGE"                                       | refused content-too-large
            400 | "code":"BAD_REQUEST","whatsappApiError":{"code":"131026"}        | refused undeliverable 131026
            400 | "code":"BAD_REQUEST","whatsappApiError":{"code":"131047"}        | template come_back en_US
            400 | "code":"BAD_REQUEST","whatsappApiError":{"code":"131000"}        | unknown
            500 | "code":"INTERNAL_SERVER_ERROR"                                   | unknown
            502 | "x":1                                                            | unknown
            """)
    void an_error_says_how_the_call_has_ended(int httpStatus, String error, String ending) throws InterruptedException {
        status = httpStatus;
        answer = "{\"error\": {\"status\": " + httpStatus + ", " + error + "}}";
        assertThat(told(send("+34600000001"))).isEqualTo(ending);
    }

    @Test
    void a_failure_in_a_good_answer_is_one() throws InterruptedException {
        answer = "{\"id\": \"63f\", \"status\": \"failed\", \"whatsappApiError\": {\"code\": \"131026\"}}";
        assertThat(send("+34600000001")).isEqualTo(new Outcome.Refused("undeliverable 131026"));
        answer = "{\"id\": \"63f\", \"status\": \"failed\", \"errorCode\": \"RECIPIENT_IN_BLOCK_LIST\"}";
        assertThat(send("+34600000001")).isEqualTo(new Outcome.Refused("failed RECIPIENT_IN_BLOCK_LIST"));
    }

    @Test
    void what_did_not_reach_the_provider_is_sent_again() throws InterruptedException {
        server.stop(0);
        assertThat(told(send("+34600000001"))).isEqualTo("later ACCOUNT 2");
    }

    @Test
    void a_picture_without_an_address_is_uploaded_first() throws InterruptedException {
        var pieces = sender.pieces(entry("mira", "data:image/png;base64,UE5H"), to("+34600000001"));
        assertThat(sender.send(pieces.getFirst(), to("+34600000001"))).isEqualTo(new Outcome.Sent("wamid.O1"));
        assertThat(requests.getFirst().path()).isEqualTo("/v2/whatsapp/media/%2B34911000000/upload");
        assertThat(requests.getLast().json().path("image"))
                .isEqualTo(JSON.readTree("{\"id\": \"63f\", \"caption\": \"mira\"}"));
    }

    @Test
    void a_sign_takes_the_id_that_ycloud_gave_and_either_name_of_the_call() throws InterruptedException {
        sender.show(new Sign("t", 1, ""), to("+34600000001"));
        assertThat(requests).isEmpty();
        status = 404;
        var client = ACCOUNT.client("+1", null);
        sender.show(
                new Sign("t", 1, ""), new Addressee(ACCOUNT, client, "+1", Map.of(YCloudSender.MESSAGE_ID, "inb_1")));
        assertThat(requests)
                .extracting(Request::path)
                .containsExactly(
                        "/v2/whatsapp/inboundMessages/inb_1/typingIndicator",
                        "/v2/whatsapp/inboundMessages/inb_1/typing");
    }

    @Test
    void a_file_is_fetched_from_the_api_only() {
        var media = new YCloudMedia(ycloud);
        var link = ycloud.base() + "/whatsapp/media/download/7?sig=t%3D1";
        assertThat(media.locate(file(link), ACCOUNT)).isInstanceOfSatisfying(Located.Found.class, found -> {
            assertThat(found.url()).hasToString(link);
            assertThat(found.headers()).containsEntry("X-API-Key", "k1");
            assertThat(found.hosts()).containsExactly(ycloud.authority());
        });
        assertThat(media.locate(file("https://evil.example/7"), ACCOUNT)).isEqualTo(new Located.Gone("foreign-host"));
        assertThat(media.locate(file("no address"), ACCOUNT)).isEqualTo(new Located.Gone("no-address"));
    }

    private Outcome send(String id) throws InterruptedException {
        return sender.send(sender.pieces(entry("hola", null), to(id)).getFirst(), to(id));
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Later later ->
                "later " + later.scope() + " " + later.after().toSeconds();
            case Outcome.Halted halted -> "halted";
            case Outcome.Refused refused -> "refused " + refused.reason();
            case Outcome.Unknown unknown -> "unknown";
            case Outcome.Instead instead -> template(instead.piece());
            default -> "something else";
        };
    }

    private static String template(Piece piece) {
        var template = piece.body().path("template");
        return "template " + template.path("name").asString("") + " "
                + template.path("language").path("code").asString("");
    }

    private static Attachment file(String reference) {
        return Attachment.newBuilder().setKind("image").setReference(reference).build();
    }

    private static AgentReply entry(String content, @Nullable String image) {
        return AgentReply.newBuilder()
                .setReplyId("r.1")
                .setClientId("shoes:shoes-yc:1")
                .setTenant("shoes")
                .setChannel("ycloud")
                .setChannelAccount("shoes-yc")
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent(content)
                .setImageUrl(image)
                .setCreatedAt(Instant.EPOCH)
                .build();
    }

    private static Addressee to(String id) {
        return new Addressee(ACCOUNT, ACCOUNT.client(id, null), id, Map.of());
    }
}
