package io.parley.agent.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.channels.Accounts;
import io.parley.channels.Channels;
import io.parley.channels.scripted.ScriptedChannel;
import io.parley.schemas.settings.TenantDocument;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ProviderMediaTest {

    private static final byte[] OGG = "OggS and so on".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final FileServer server = new FileServer();
    private final AtomicInteger woken = new AtomicInteger();

    @AfterEach
    void close() {
        server.close();
    }

    private ProviderMedia media(MediaStore store) {
        var document =
                JsonMapper.builder().build().readTree("{\"channels\": [{\"id\": \"a\", \"kind\": \"scripted\"}]}");
        var channel = ScriptedChannel.withFiles();
        return new ProviderMedia(
                new Channels(List.of(channel)),
                new Accounts(() -> List.of(new TenantDocument("shoes", "v1", 0, document))),
                new Download(HttpClient.newHttpClient(), 1_000),
                store,
                new ProviderMedia.Limits(1_000, Duration.ofSeconds(6)));
    }

    private Fetched fetch(String kind, String url, @Nullable Long size) {
        try (var media = media(new FileMediaStore(folder))) {
            return fetch(media, new Attached(kind, url, "audio/ogg", null, size, null));
        }
    }

    private Fetched fetch(ProviderMedia media, Attached file) {
        var call = media.fetch("scripted", "a", file, woken::incrementAndGet);
        return await().atMost(Duration.ofSeconds(20))
                .until(call::outcome, Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void a_file_is_kept_under_the_hash_of_its_content_and_given_back() {
        server.at("/v", FileServer.file("audio/ogg", OGG));
        try (var media = media(new FileMediaStore(folder))) {
            var kept = fetch(media, new Attached("voice", server.url("/v"), null, null, null, null));
            assertThat(kept).isEqualTo(new Fetched.Kept(ContentHash.of(OGG), "audio/ogg", OGG.length));
            assertThat(media.content(ContentHash.of(OGG)))
                    .hasValueSatisfying(content -> assertThat(content).isEqualTo(OGG));
        }
        await().untilAsserted(() -> assertThat(woken).hasValue(1));
    }

    @Test
    void a_file_that_was_changed_in_the_store_is_as_good_as_lost() throws Exception {
        server.at("/v", FileServer.file("audio/ogg", OGG));
        try (var media = media(new FileMediaStore(folder))) {
            fetch(media, new Attached("voice", server.url("/v"), null, null, null, null));
            Files.writeString(folder.resolve(MediaStore.path(ContentHash.of(OGG))), "something else");
            assertThat(media.content(ContentHash.of(OGG))).isEmpty();
        }
    }

    @Test
    void trouble_that_passes_is_waited_for() {
        var calls = new AtomicInteger();
        server.at("/busy", exchange -> {
            var part = calls.incrementAndGet() < 3 ? FileServer.status(503, "0") : FileServer.file("audio/ogg", OGG);
            part.play(exchange);
        });
        assertThat(fetch("voice", server.url("/busy"), null)).isInstanceOf(Fetched.Kept.class);
        assertThat(calls).hasValue(3);
    }

    @Test
    void and_given_up_when_it_lasts_longer_than_there_is_time() {
        server.at("/down", FileServer.status(503, "60"));
        assertThat(fetch("voice", server.url("/down"), null)).isEqualTo(new Fetched.Unavailable("http-503"));
    }

    @Test
    void what_cannot_be_taken_is_said_with_its_reason() {
        server.at("/page", FileServer.file("audio/ogg", "<html>".getBytes(StandardCharsets.UTF_8)));
        assertThat(fetch("voice", server.url("/page"), null)).isEqualTo(new Fetched.Unavailable("wrong-type"));
        assertThat(fetch("voice", server.url("/page"), 1_001L)).isEqualTo(new Fetched.Unavailable("too-large"));
        assertThat(server.seen()).hasSize(1);
        assertThat(fetch("voice", "no address", null)).isInstanceOf(Fetched.Unavailable.class);
    }

    @Test
    void a_store_that_is_away_is_said_too() {
        server.at("/v", FileServer.file("audio/ogg", OGG));
        var away = StoreAddress.open("s3://media?endpoint=http://localhost:1");
        try (var media = media(away)) {
            assertThat(fetch(media, new Attached("voice", server.url("/v"), null, null, null, null)))
                    .isEqualTo(new Fetched.Unavailable("storage-unavailable"));
        }
    }

    @Test
    void a_channel_that_says_nothing_of_files_gives_addresses_which_must_be_public() {
        try (var media = media(new FileMediaStore(folder))) {
            var call = media.fetch(
                    "carrier-pigeon",
                    "a",
                    new Attached("image", server.url("/x"), null, null, null, null),
                    woken::incrementAndGet);
            await().until(() -> call.outcome().isPresent());
            assertThat(call.outcome()).contains(new Fetched.Unavailable("not-allowed"));
        }
        assertThat(server.seen()).isEmpty();
    }
}
