package io.parley.ingress.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.socket.Farewell.Leaver;
import io.parley.ingress.ws.socket.Farewell.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FarewellTest {

    private static final Plan PLAN = new Plan(Duration.ofSeconds(26), 500, Duration.ofSeconds(10));
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Random random = new Random(7);
    private Duration now = Duration.ZERO;

    @Test
    void eighteen_thousand_sockets_are_closed_at_a_steady_pace_within_the_window() {
        var sockets = sockets(18_000);
        sendAway(sockets);

        assertThat(sockets).allSatisfy(socket -> {
            assertThat(socket.closed).isBetween(socket.told, PLAN.window().plusMillis(4_100));
            assertThat(socket.closed.minus(socket.told)).isGreaterThanOrEqualTo(socket.after.plusSeconds(3));
        });
        assertThat(IntStream.range(0, 20).mapToLong(second -> toldIn(sockets, second)))
                .allSatisfy(told -> assertThat(told).isLessThan(1_200));
    }

    @Test
    void no_more_are_on_their_way_than_other_nodes_can_let_in_at_once() {
        var sockets = sockets(18_000);
        var farewell = new Farewell(PLAN, sockets.size(), this::below, 0);
        for (; now.compareTo(Duration.ofSeconds(10)) < 0; now = now.plus(STEP)) {
            farewell.step(open(sockets), now.toNanos());

            assertThat(open(sockets).stream().filter(socket -> !socket.told.equals(NEVER)))
                    .hasSizeLessThan(1_700);
        }
    }

    @Test
    void a_small_node_is_empty_soon_whatever_its_clients_do() {
        var sockets = sockets(100);
        sendAway(sockets);

        assertThat(sockets).allSatisfy(socket -> assertThat(socket.closed).isLessThan(Duration.ofMillis(1_300)));
    }

    @Test
    void who_waits_for_words_goes_when_they_are_there() {
        var sockets = sockets(10);
        sockets.get(3).busyUntil = Duration.ofSeconds(4);
        sendAway(sockets);

        assertThat(sockets.get(3).told).isBetween(Duration.ofSeconds(4), Duration.ofMillis(4_100));
        assertThat(Stream.concat(sockets.stream().limit(3), sockets.stream().skip(4)))
                .allSatisfy(socket -> assertThat(socket.told).isZero());
    }

    @Test
    void nobody_is_waited_for_beyond_the_patience() {
        var sockets = sockets(12_000);
        sockets.forEach(socket -> socket.busyUntil = Duration.ofMinutes(1));
        sendAway(sockets);

        assertThat(sockets).allSatisfy(socket -> {
            assertThat(socket.told).isGreaterThanOrEqualTo(PLAN.patience());
            assertThat(socket.closed).isLessThan(PLAN.window().plusMillis(4_200));
        });
    }

    @Test
    void who_comes_late_is_sent_away_too() {
        var farewell = new Farewell(PLAN, 3, this::below, 0);
        var late = new Tab();
        farewell.step(sockets(3), 0);
        now = Duration.ofSeconds(30);
        farewell.step(List.of(late), now.toNanos());
        now = Duration.ofSeconds(33);
        farewell.step(List.of(late), now.toNanos());

        assertThat(late.closed).isEqualTo(now);
    }

    private static long toldIn(List<Tab> sockets, int second) {
        return sockets.stream()
                .filter(socket -> socket.told.toSeconds() == second)
                .count();
    }

    private List<Tab> sockets(int count) {
        return Stream.generate(Tab::new).limit(count).toList();
    }

    private static List<Tab> open(List<Tab> sockets) {
        return sockets.stream().filter(socket -> socket.closed.equals(NEVER)).toList();
    }

    private long below(long bound) {
        return random.nextLong(bound);
    }

    private void sendAway(List<Tab> sockets) {
        var farewell = new Farewell(PLAN, sockets.size(), this::below, 0);
        while (now.compareTo(Duration.ofSeconds(40)) < 0) {
            farewell.step(open(sockets), now.toNanos());
            now = now.plus(STEP);
        }
    }

    private final class Tab implements Leaver {

        private Duration busyUntil = Duration.ZERO;
        private Duration told = NEVER;
        private Duration after = NEVER;
        private Duration closed = NEVER;

        @Override
        public boolean isBusy() {
            return now.compareTo(busyUntil) < 0;
        }

        @Override
        public void leave(Duration when) {
            assertThat(told).isEqualTo(NEVER);
            told = now;
            after = when;
        }

        @Override
        public void closeAfterAll(int code, String reason) {
            assertThat(code).isEqualTo(1012);
            closed = now;
        }
    }
}
