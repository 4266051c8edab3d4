package io.parley.ingress.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.socket.Heartbeat.Step;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private final Heartbeat heartbeat = new Heartbeat(Instant.EPOCH, 0);

    @Test
    void a_ping_goes_out_every_thirty_seconds_as_long_as_pongs_come() {
        assertThat(at(29)).isEqualTo(Step.NOTHING);
        assertThat(at(30)).isEqualTo(Step.PING);
        heartbeat.pong();
        assertThat(at(40)).isEqualTo(Step.NOTHING);
        assertThat(at(60)).isEqualTo(Step.PING);
    }

    @Test
    void after_ten_seconds_without_a_pong_it_gives_up() {
        assertThat(at(30)).isEqualTo(Step.PING);
        assertThat(at(39)).isEqualTo(Step.NOTHING);
        assertThat(at(40)).isEqualTo(Step.GIVE_UP);
    }

    @Test
    void a_close_that_is_not_answered_is_cut() {
        heartbeat.closing(0);
        assertThat(at(5)).isEqualTo(Step.NOTHING);
        assertThat(at(6)).isEqualTo(Step.CUT);
    }

    private Step at(int seconds) {
        return heartbeat.next(Duration.ofSeconds(seconds).toNanos());
    }
}
