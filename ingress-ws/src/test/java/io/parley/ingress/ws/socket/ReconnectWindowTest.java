package io.parley.ingress.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectWindowTest {

    @ParameterizedTest
    @CsvSource({"0, PT1S", "1, PT1S", "1000, PT1S", "6000, PT6S", "18000, PT10S"})
    void is_as_long_as_the_others_need_for_all_sockets(int sockets, Duration expected) {
        assertThat(new ReconnectWindow(() -> sockets, 1000).now()).isEqualTo(expected);
    }
}
