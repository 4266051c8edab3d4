package io.parley.sandbox.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.sandbox.Trial;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files in both directions.
class TelegramFilesTest {

    private final Trial trial = new Trial();
    private final BotApi bot = new BotApi(trial);

    @BeforeEach
    void aPersonHasWritten() {
        trial.says("bot", "7", "hello");
        trial.webhooks(1);
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_file_that_a_person_sends_can_be_downloaded() {
        var data = Base64.getEncoder().encodeToString("OggS and so on".getBytes(StandardCharsets.UTF_8));
        trial.write("bot", "7", "{\"kind\":\"voice\",\"data\":\"" + data + "\"}");
        var id = voice();

        var file = bot.result("getFile", "{\"file_id\":\"" + id + "\"}");
        var content = trial.get("/telegram/file/bot" + BotApi.TOKEN + "/"
                + file.path("file_path").asString());

        assertThat(file.path("file_path").asString()).startsWith("voice/").endsWith(".oga");
        assertThat(content.body()).isEqualTo("OggS and so on");
        assertThat(trial.get("/telegram/file/bot1:wrong/"
                                + file.path("file_path").asString())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_file_of_more_than_20_megabytes_cannot() {
        trial.write("bot", "7", "{\"kind\":\"voice\",\"file_size\":20971521}");

        assertThat(BotApi.description(bot.call("getFile", "{\"file_id\":\"" + voice() + "\"}")))
                .isEqualTo("Bad Request: file is too big");
    }

    @Test
    void a_file_id_is_good_for_one_bot_only() {
        trial.write("bot", "7", "{\"kind\":\"voice\"}");
        var body = "{\"file_id\":\"" + voice() + "\"}";

        assertThat(BotApi.description(trial.post("/telegram/bot100002:other/getFile", body)))
                .isEqualTo("Bad Request: wrong file_id or the file is temporarily unavailable");
        assertThat(BotApi.description(bot.call("getFile", "{\"file_id\":\"nonsense\"}")))
                .isEqualTo("Bad Request: invalid file_id");
    }

    private String voice() {
        return trial.webhooks(2)
                .getLast()
                .json()
                .path("message")
                .path("voice")
                .path("file_id")
                .asString();
    }

    @Test
    void a_photo_can_be_uploaded() throws IOException {
        var answer = upload(picture(300, 200), "the <b>shoe</b>");

        var message = Trial.json(answer).path("result");
        assertThat(message.path("photo").path(0).path("file_id").asString()).isNotEmpty();
        assertThat(message.path("caption").asString()).isEqualTo("the shoe");
        var shown = trial.screen("bot", "7").path(1);
        assertThat(shown.path("kind").asString()).isEqualTo("photo");
        assertThat(shown.path("formatted").asString()).isEqualTo("the <b>shoe</b>");
        assertThat(trial.get(shown.path("image").asString()).headers().firstValue("Content-Type"))
                .contains("image/png");
        assertThat(trial.deliveries().path(0).path("text").asString()).isEqualTo("the shoe");
    }

    @Test
    void a_photo_has_sensible_sides_and_is_a_picture() throws IOException {
        assertThat(BotApi.description(upload(picture(2100, 100), "")))
                .isEqualTo("Bad Request: PHOTO_INVALID_DIMENSIONS");
        assertThat(BotApi.description(upload(picture(9000, 1001), "")))
                .isEqualTo("Bad Request: PHOTO_INVALID_DIMENSIONS");
        assertThat(BotApi.description(upload("no picture".getBytes(StandardCharsets.UTF_8), "")))
                .isEqualTo("Bad Request: IMAGE_PROCESS_FAILED");
        assertThat(BotApi.description(upload(new byte[(10 << 20) + 1], ""))).isEqualTo("Bad Request: file is too big");
    }

    @Test
    void a_caption_has_at_most_1024_characters() throws IOException {
        assertThat(BotApi.description(upload(picture(10, 10), "x".repeat(1025))))
                .isEqualTo("Bad Request: message caption is too long");
    }

    @Test
    void a_photo_can_be_fetched_from_an_address() throws IOException {
        var shop = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        var picture = picture(30, 20);
        serve(shop, "/shoe.png", "image/png", picture);
        serve(shop, "/page", "text/html", new byte[] {1});
        serve(shop, "/huge.png", "image/png", new byte[(5 << 20) + 1]);
        shop.start();
        var root = "http://localhost:" + shop.getAddress().getPort();

        assertThat(photo(root + "/shoe.png")).isEmpty();
        assertThat(photo(root + "/page")).isEqualTo("Bad Request: wrong type of the web page content");
        assertThat(photo(root + "/huge.png")).isEqualTo("Bad Request: failed to get HTTP URL content");
        assertThat(photo(root + "/none")).isEqualTo("Bad Request: failed to get HTTP URL content");
        shop.stop(0);
        assertThat(photo(root + "/shoe.png")).isEqualTo("Bad Request: failed to get HTTP URL content");
        assertThat(photo("shoe.png")).isEqualTo("Bad Request: wrong file identifier/HTTP URL specified");
        assertThat(photo("http:///x")).isEqualTo("Bad Request: wrong file identifier/HTTP URL specified");
        assertThat(trial.screen("bot", "7")).hasSize(2);
    }

    private static void serve(HttpServer server, String path, String type, byte[] content) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
    }

    private String photo(String address) {
        return BotApi.description(
                bot.call("sendPhoto", BotApi.to(7).put("photo", address).toString()));
    }

    private HttpResponse<String> upload(byte[] photo, String caption) throws IOException {
        var body = new ByteArrayOutputStream();
        field(body, "chat_id", "7");
        field(body, "caption", caption);
        field(body, "parse_mode", "HTML");
        body.writeBytes(
                "--xx\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(photo);
        body.writeBytes("\r\n--xx--\r\n".getBytes(StandardCharsets.UTF_8));
        return trial.send(
                HttpRequest.newBuilder(URI.create(trial.url() + "/telegram/bot" + BotApi.TOKEN + "/sendPhoto"))
                        .header("Content-Type", "multipart/form-data; boundary=xx")
                        .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void field(ByteArrayOutputStream body, String name, String value) {
        body.writeBytes(("--xx\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] picture(int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", out);
        return out.toByteArray();
    }
}
