package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Multipart uploads of audio, with the answers and errors of the real API.
class StandInTranscriptionTest {

    private static final byte[] AUDIO =
            ("OggS" + "x".repeat(80) + "\0TRANSCRIPT=¿Tienen botas?\0yyy").getBytes(StandardCharsets.UTF_8);
    private static StandInModel model;

    @BeforeAll
    static void start() {
        model = StandInModel.start(0);
    }

    @AfterAll
    static void stop() {
        model.close();
    }

    @Test
    void the_words_are_those_of_the_files_tag() throws Exception {
        assertThat(ModelClient.json(upload("voice.ogg", AUDIO, Map.of("model", "whisper-1"))
                                .body())
                        .path("text")
                        .asString())
                .isEqualTo("¿Tienen botas?");
        assertThat(upload("voice.ogg", AUDIO, Map.of("model", "whisper-1", "response_format", "text"))
                        .body())
                .isEqualTo("¿Tienen botas?\n");
        assertThat(upload("voice.ogg", AUDIO, Map.of("model", "whisper-1", "response_format", "verbose_json"))
                        .body())
                .contains("\"language\":\"spanish\"", "\"duration\"");
        assertThat(upload("a.mp3", new byte[500], Map.of("model", "whisper-1")).body())
                .contains("stand-in transcription of 500 bytes");
    }

    @Test
    void wrong_uploads_get_the_real_apis_400() throws Exception {
        assertRefused(upload("voice", AUDIO, Map.of("model", "whisper-1")), "Unrecognized file format");
        assertRefused(upload("voice.ogg", AUDIO, Map.of()), "you must provide a model parameter");
        assertRefused(upload("voice.ogg", new byte[3], Map.of("model", "whisper-1")), "Audio file is too short");
    }

    @Test
    void a_file_over_25_MB_is_413() throws Exception {
        assertThat(upload("voice.ogg", new byte[26 * 1024 * 1024], Map.of("model", "whisper-1"))
                        .statusCode())
                .isEqualTo(413);
    }

    private static void assertRefused(HttpResponse<String> response, String message) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(message, "invalid_request_error");
    }

    private static HttpResponse<String> upload(String name, byte[] audio, Map<String, String> fields) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            body.writeBytes(text("--b\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n"
                    + field.getValue() + "\r\n"));
        }
        body.writeBytes(text("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: audio/ogg\r\n\r\n"));
        body.writeBytes(audio);
        body.writeBytes(text("\r\n--b--\r\n"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(model.baseUrl() + "/audio/transcriptions"))
                .header("Authorization", "Bearer key")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
