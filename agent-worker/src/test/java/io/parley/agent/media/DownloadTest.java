package io.parley.agent.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.MediaSource.Located;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {

    private static final int LARGEST = 10_000;
    private static final byte[] CONTENT = "OggS and so on".getBytes(StandardCharsets.UTF_8);

    private final FileServer server = new FileServer().at("/file", FileServer.file("audio/ogg; codecs=opus", CONTENT));
    private final Download download = new Download(HttpClient.newHttpClient(), LARGEST);

    @AfterEach
    void close() {
        server.close();
    }

    private Download.Answer get(String url, String... hosts) throws InterruptedException {
        return get(url, Duration.ofSeconds(10), hosts);
    }

    private Download.Answer get(String url, Duration time, String... hosts) throws InterruptedException {
        return download.get(new Located.Found(URI.create(url), Map.of("X-Token", "secret"), Set.of(hosts)), time);
    }

    private String local() {
        return "localhost:" + server.port();
    }

    private String other() {
        return "127.0.0.1:" + server.port();
    }

    private static Download.Answer refused(String reason) {
        return new Download.Answer.Refused(reason);
    }

    @Test
    void a_file_is_fetched_from_its_host_with_the_credentials() throws Exception {
        assertThat(get(server.url("/file"), local())).isInstanceOfSatisfying(Download.Answer.Got.class, got -> {
            assertThat(got.content()).isEqualTo(CONTENT);
            assertThat(got.mediaType()).isEqualTo("audio/ogg");
        });
        assertThat(server.seen()).containsExactly("/file localhost secret");
    }

    @Test
    void credentials_do_not_follow_a_redirect_to_another_host() throws Exception {
        server.at("/away", FileServer.redirect("http://" + other() + "/file"));
        assertThat(get(server.url("/away"), local(), other())).isInstanceOf(Download.Answer.Got.class);
        assertThat(server.seen()).containsExactly("/away localhost secret", "/file 127.0.0.1 -");
    }

    @Test
    void a_redirect_to_a_host_that_is_not_named_is_not_followed() throws Exception {
        server.at("/away", FileServer.redirect("http://" + other() + "/file"));
        assertThat(get(server.url("/away"), local())).isEqualTo(refused("not-allowed"));
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void redirects_come_to_an_end() throws Exception {
        server.at("/round", FileServer.redirect("/round"));
        assertThat(get(server.url("/round"), local())).isEqualTo(refused("not-allowed"));
        assertThat(server.seen()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/x",
                "https://localhost/x",
                "https://[::1]/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://10.1.2.3/x",
                "https://169.254.169.254/latest/meta-data",
                "https://user@example.com/x",
                "http://example.com/x",
                "file:///etc/passwd",
                "ftp://example.com/x"
            })
    void where_any_public_host_will_do_others_are_not_even_called(String url) throws Exception {
        assertThat(get(url)).isEqualTo(refused("not-allowed"));
    }

    @Test
    void what_is_too_large_is_not_read_to_its_end_whether_it_says_so_or_not() throws Exception {
        server.at("/large", FileServer.file("image/png", new byte[LARGEST + 1]))
                .at("/endless", FileServer.chunked(new byte[LARGEST + 1]))
                .at("/full", FileServer.chunked(new byte[LARGEST]));
        assertThat(get(server.url("/large"), local())).isEqualTo(refused("too-large"));
        assertThat(get(server.url("/endless"), local())).isEqualTo(refused("too-large"));
        assertThat(get(server.url("/full"), local())).isInstanceOf(Download.Answer.Got.class);
    }

    @Test
    void a_server_that_stalls_in_the_middle_is_left_in_time() throws Exception {
        server.at("/stalls", server.stalls());
        assertThat(get(server.url("/stalls"), Duration.ofMillis(300), local()))
                .isEqualTo(new Download.Answer.Later(Optional.empty(), "timeout"));
    }

    @Test
    void trouble_that_passes_is_told_from_trouble_that_stays() throws Exception {
        server.at("/busy", FileServer.status(429, "7")).at("/gone", FileServer.status(404, ""));
        assertThat(get(server.url("/busy"), local()))
                .isEqualTo(new Download.Answer.Later(Optional.of(Duration.ofSeconds(7)), "http-429"));
        assertThat(get(server.url("/gone"), local())).isEqualTo(refused("expired"));
        assertThat(get("http://localhost:1/x", "localhost:1"))
                .isEqualTo(new Download.Answer.Later(Optional.empty(), "connection-failed"));
    }
}
