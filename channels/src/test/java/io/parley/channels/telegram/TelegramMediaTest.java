package io.parley.channels.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.channels.MediaSource.Located;
import io.parley.channels.ProviderApi;
import io.parley.schemas.avro.Attachment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramMediaTest {

    private static final Attachment VOICE =
            Attachment.newBuilder().setKind("voice").setReference("AwAC").build();

    private BotApi telegram;
    private TelegramMedia media;

    @BeforeEach
    void start() throws IOException {
        telegram = new BotApi();
        media = new TelegramMedia(telegram.api());
    }

    @AfterEach
    void stop() {
        telegram.close();
    }

    @Test
    void a_file_is_found_at_telegrams_own_host() throws InterruptedException {
        telegram.will(200, "{\"ok\":true,\"result\":{\"file_id\":\"AwAC\",\"file_path\":\"voice/file 1.oga\"}}");

        assertThat(media.locate(VOICE, BotApi.ACCOUNT))
                .isEqualTo(new Located.Found(
                        URI.create(telegram.baseUrl() + "/file/bot42:s3cr3t-token/voice/file%201.oga"),
                        Map.of(),
                        Set.of(telegram.host())));
        assertThat(telegram.requests().getFirst().path()).isEqualTo("/bot42:s3cr3t-token/getFile");
        assertThat(telegram.requests().getFirst().body().path("file_id").asString())
                .isEqualTo("AwAC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | Bad Request: file is too big | too-large 400",
                "400 | Bad Request: invalid file_id | unknown-file 400",
                "401 | Unauthorized | not-allowed 401",
            })
    void what_can_never_be_had_is_gone(int status, String description, String reason) throws InterruptedException {
        telegram.will(status, "{\"ok\":false,\"description\":\"" + description + "\"}");

        assertThat(media.locate(VOICE, BotApi.ACCOUNT)).isEqualTo(new Located.Gone(reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502})
    void what_cannot_be_had_now_is_asked_for_later(int status) throws InterruptedException {
        telegram.will(status, "<html>", Map.of("Retry-After", "3"));

        assertThat(media.locate(VOICE, BotApi.ACCOUNT))
                .isInstanceOfSatisfying(
                        Located.Later.class, later -> assertThat(later.after()).isEqualTo(Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api.telegram.org", "ftp://api.telegram.org", "https://", "https://a b"})
    void a_wrong_base_url_is_named(String baseUrl) {
        assertThatThrownBy(() -> new TelegramApi(new ProviderApi(Duration.ofSeconds(1)), baseUrl))
                .hasMessageStartingWith("TELEGRAM_API_BASE_URL must be");
    }
}
