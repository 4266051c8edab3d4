package io.parley.agent.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [MediaStore] promises.
abstract class MediaStoreContract {

    abstract MediaStore store() throws Exception;

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    void what_is_kept_is_given_back_byte_for_byte() throws Exception {
        for (int size : new int[] {0, 1, 100_000, 3_000_000}) {
            var content = bytes(size);
            store().put(ContentHash.of(content), content, "audio/ogg");
            assertThat(store().get(ContentHash.of(content)).map(ContentHash::of))
                    .contains(ContentHash.of(content));
        }
    }

    @Test
    void what_was_never_kept_is_not_there() throws Exception {
        assertThat(store().get(ContentHash.of(bytes(7)))).isEqualTo(Optional.empty());
    }

    /// Keeps one content again and again, from many threads.
    static String keepOften(MediaStore store) {
        var content = bytes(50_000);
        var hash = ContentHash.of(content);
        IntStream.range(0, 20).parallel().forEach(i -> store.put(hash, content, "image/jpeg"));
        store.put(hash, content, "image/jpeg");
        return hash;
    }

    @Test
    void the_same_content_may_be_kept_by_many_at_once_and_again() throws Exception {
        var store = store();
        var hash = keepOften(store);
        assertThat(store.get(hash).map(ContentHash::of)).contains(hash);
    }
}
