package io.parley.sandbox.graph;

import static io.parley.sandbox.graph.Business.ANN;
import static io.parley.sandbox.graph.Business.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Trial;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MediaTest {

    private static final String UPLOAD = "/graph/v25.0/106400000000001/media";

    private final Trial trial = new Trial();
    private final Business business = new Business(trial);

    @AfterEach
    void close() {
        trial.close();
    }

    private HttpResponse<String> get(String url, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url)).GET();
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return trial.send(request);
    }

    private HttpResponse<String> upload(String mediaType, String content) {
        var body = """
                --b\r
                Content-Disposition: form-data; name="messaging_product"\r
                \r
                whatsapp\r
                --b\r
                Content-Disposition: form-data; name="file"; filename="a"\r
                Content-Type: %s\r
                \r
                %s\r
                --b--\r
                """.formatted(mediaType, content);
        return trial.send(HttpRequest.newBuilder(URI.create(trial.url() + UPLOAD))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header(TOKEN[0], TOKEN[1])
                .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode described() {
        trial.write("wa", ANN, "{\"kind\":\"photo\",\"data\":\"" + "aGVsbG8=" + "\"}");
        var id = trial.webhooks(1)
                .getFirst()
                .json()
                .findValue("image")
                .path("id")
                .asString();
        return Trial.json(get(trial.url() + "/graph/v25.0/" + id, TOKEN));
    }

    @Test
    void a_persons_file_is_looked_up_and_downloaded_with_the_token() {
        var media = described();

        assertThat(media.path("messaging_product").asString()).isEqualTo("whatsapp");
        assertThat(media.path("file_size").asString()).isEqualTo("5");
        assertThat(media.path("mime_type").asString()).isEqualTo("image/jpeg");
        var file = get(media.path("url").asString(), TOKEN);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).isEqualTo("hello");
        assertThat(file.headers().firstValue("Content-Type")).contains("image/jpeg");
    }

    @Test
    void without_the_token_there_is_neither_the_address_nor_the_file() {
        var url = described().path("url").asString();

        assertThat(get(url).statusCode()).isEqualTo(401);
        assertThat(get(trial.url() + "/graph/v25.0/1").statusCode()).isEqualTo(401);
    }

    @Test
    void an_address_is_good_for_five_minutes() {
        var url = described().path("url").asString();

        trial.pass(Duration.ofMinutes(5));

        assertThat(get(url, TOKEN).statusCode()).isEqualTo(404);
    }

    @Test
    void a_persons_file_is_kept_for_seven_days() {
        var id = described().path("id").asString();

        trial.pass(Duration.ofDays(7));

        var answer = get(trial.url() + "/graph/v25.0/" + id, TOKEN);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Trial.json(answer).path("error").path("error_subcode").asInt())
                .isEqualTo(33);
    }

    @Test
    void an_uploaded_picture_can_be_sent_by_its_id() {
        trial.says("wa", ANN, "hello");
        var id = Trial.json(upload("image/png", "picture")).path("id").asString();
        var message = Business.to(ANN, "image");
        message.putObject("image").put("id", id);

        assertThat(business.code(message)).isZero();
        var image = trial.screen("wa", ANN).path(1).path("image").asString();
        assertThat(get(trial.url() + image).body()).isEqualTo("picture");
    }

    @Test
    void only_known_types_and_sizes_are_taken() {
        assertThat(Trial.json(upload("image/gif", "x"))
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(100);
        assertThat(Trial.json(upload("image/jpeg", "x".repeat(5 * 1024 * 1024 + 1)))
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(131053);
    }

    @Test
    void a_file_can_be_deleted_once() {
        var id = described().path("id").asString();

        assertThat(Trial.json(trial.call("DELETE", "/graph/v25.0/" + id, "", TOKEN))
                        .path("success")
                        .asBoolean())
                .isTrue();
        assertThat(trial.call("DELETE", "/graph/v25.0/" + id, "", TOKEN).statusCode())
                .isEqualTo(400);
    }
}
