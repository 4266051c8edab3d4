package io.parley.agent.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3MediaStoreTest extends MediaStoreContract {

    private static final String SECRET = "a secret of the test";
    private static final SmallS3 SERVER = new SmallS3("parley-test", SECRET, "media", "eu-south-2");

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void credentials() {
        credentials(SECRET);
    }

    /// The SDK reads system properties like the environment.
    private static void credentials(String secret) {
        System.setProperty("aws.accessKeyId", "parley-test");
        System.setProperty("aws.secretAccessKey", secret);
    }

    @AfterEach
    void forget() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Override
    MediaStore store() {
        return StoreAddress.open("s3://media?endpoint=" + SERVER.url() + "&region=eu-south-2");
    }

    @Test
    void every_request_is_signed_and_what_is_kept_once_is_not_sent_again() {
        var content = new byte[] {4, 5, 6};
        int before = SERVER.writes();
        store().put(ContentHash.of(content), content, "audio/ogg");
        store().put(ContentHash.of(content), content, "audio/ogg");
        assertThat(SERVER.writes()).isEqualTo(before + 1);
    }

    @Test
    void the_wrong_secret_keeps_nothing() {
        credentials("another secret");
        var content = new byte[] {1, 2, 3};
        assertThatExceptionOfType(MediaStoreAway.class)
                .isThrownBy(() -> store().put(ContentHash.of(content), content, "audio/ogg"));
        credentials(SECRET);
        assertThat(store().get(ContentHash.of(content))).isEmpty();
    }

    @Test
    void a_server_that_is_not_there_is_said_to_be_away() {
        var store = StoreAddress.open("s3://media?endpoint=http://localhost:1&region=eu-south-2");
        assertThatExceptionOfType(MediaStoreAway.class).isThrownBy(() -> store.get(ContentHash.of(new byte[1])));
    }
}
