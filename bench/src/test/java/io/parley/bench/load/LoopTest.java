package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bench.load.Order.Numbers;
import io.parley.bench.load.Order.Opened;
import io.parley.bench.load.Order.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();

    @Test
    void lost_and_repeated_entries_are_counted() throws IOException, InterruptedException {
        try (var server = new ScriptedServer()) {
            var loop = started();
            loop.take(new Setup(Dialect.PLAIN, List.of(server.port()), "u", Order.Share.ALL, 60, 0));
            answer(Tally.class);
            loop.take(new Order.Open(0, 1, 0, 1, true, 20));
            assertThat(answer(Opened.class).greeted()).isEqualTo(1);

            server.say(new Words(1, System.nanoTime()));
            server.say(new Words(3, System.nanoTime()));
            server.say(new Words(3, System.nanoTime()));

            loop.take(new Order.AwaitEntries(3, 20));
            var tally = answer(Tally.class);
            loop.take(new Order.TellNumbers());
            var seen = answer(Numbers.class).last();
            assertThat(tally.entries()).isEqualTo(3);
            assertThat(Completeness.of(new int[] {3}, new int[] {seen.getFirst()}, tally))
                    .isEqualTo(new Completeness(3, 0, 1, 1));
        }
    }

    @Test
    void a_server_that_drains_is_left_when_another_has_greeted() throws IOException, InterruptedException {
        try (var old = new ScriptedServer();
                var other = new ScriptedServer()) {
            var loop = started();
            var ports = List.of(old.port(), other.port());
            loop.take(new Setup(Dialect.PLAIN, ports, "u", Order.Share.ALL, 60, 1_000));
            answer(Tally.class);
            loop.take(new Order.Open(0, 1, 0, 1, true, 20));
            answer(Opened.class);

            old.say(new Words(1, System.nanoTime()));
            old.drain();
            other.say(new Words(2, System.nanoTime()));

            loop.take(new Order.AwaitEntries(2, 20));
            var tally = answer(Tally.class);
            assertThat(List.of(tally.entries(), tally.gaps(), tally.repeats())).containsExactly(2L, 0L, 0L);
            assertThat(List.of(tally.backs(), tally.live(), tally.refusals())).containsExactly(1, 1, 0);
            assertThat(tally.closes()).isEmpty();
        }
    }

    private Loop started() throws IOException {
        var loop = new Loop(answers::add);
        Thread.ofPlatform().daemon().start(() -> run(loop));
        return loop;
    }

    private static void run(Loop loop) {
        try {
            loop.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T answer(Class<T> kind) throws InterruptedException {
        return kind.cast(Objects.requireNonNull(answers.poll(30, TimeUnit.SECONDS), "no answer came"));
    }
}
