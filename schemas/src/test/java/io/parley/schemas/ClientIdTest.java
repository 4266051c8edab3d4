package io.parley.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdTest {

    @Test
    void is_written_with_its_segments_percent_encoded() {
        var client = new ClientId("shoes", "shoes-telegram", "-100:12/ñ", "7");
        assertThat(client).hasToString("shoes:shoes-telegram:-100%3A12%2F%C3%B1:7");
        assertThat(ClientId.parse(client.toString())).isEqualTo(client);
    }

    @Test
    void a_plus_sign_is_no_space() {
        var client = ClientId.of("shoes", "shoes-whatsapp", "+549 11");
        assertThat(client).hasToString("shoes:shoes-whatsapp:%2B549%2011");
        assertThat(ClientId.parse(client.toString())).isEqualTo(client);
    }

    @Test
    void two_persons_never_share_a_key() {
        assertThat(ClientId.of("a", "b", "c:d")).doesNotHaveToString(new ClientId("a", "b", "c", "d").toString());
        assertThat(ClientId.of("a", "b", "%3A"))
                .doesNotHaveToString(ClientId.of("a", "b", ":").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a:b:", "a:b:c:d:e", "a:b:c d", "a:b:%41", "a:b:%2f", "a:b:%", "a:b:%FF"})
    void anything_else_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientId.parse(text));
    }
}
