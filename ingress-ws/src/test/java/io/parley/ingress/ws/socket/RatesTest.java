package io.parley.ingress.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.tenant.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RatesTest {

    private final Rates rates = new Rates();

    @Test
    void a_burst_is_let_through_and_then_the_client_is_told_how_long_to_wait() {
        var limits = new Limits(1, 2, 10);
        assertThat(rates.message("a", limits)).isEmpty();
        assertThat(rates.message("a", limits)).isEmpty();
        assertThat(rates.message("a", limits))
                .hasValueSatisfying(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1)));
    }

    @Test
    void one_clients_rate_is_not_anothers() {
        var limits = new Limits(1, 1, 10);
        assertThat(rates.message("a", limits)).isEmpty();
        assertThat(rates.message("b", limits)).isEmpty();
        assertThat(rates.sign("a", limits)).isEmpty();
    }

    @Test
    void new_limits_hold_at_once() {
        assertThat(rates.message("a", new Limits(1, 1, 10))).isEmpty();
        assertThat(rates.message("a", new Limits(1, 1, 10))).isPresent();
        assertThat(rates.message("a", new Limits(60, 5, 10))).isEmpty();
    }
}
