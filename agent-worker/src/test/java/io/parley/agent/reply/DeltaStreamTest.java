package io.parley.agent.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.avro.DeltaSign;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaStreamTest {

    private final List<DeltaSign> sent = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private final DeltaStream stream =
            new DeltaStream(sent::add, (flush, delay) -> scheduled.add(flush), clock, Duration.ofMillis(50));

    @Test
    void the_first_piece_leaves_at_once_and_the_next_ones_leave_together_at_the_end_of_the_interval() {
        stream.append("Do ");
        stream.append("you ");
        now = now.plusMillis(30);
        stream.append("have 🥾");
        assertThat(scheduled).hasSize(1);
        now = now.plusMillis(20);
        scheduled.getFirst().run();
        now = now.plusMillis(50);
        stream.append("?");
        assertThat(sent).extracting(DeltaSign::getText).containsExactly("Do ", "you have 🥾", "?");
        assertThat(sent).extracting(DeltaSign::getIndex).containsExactly(0, 1, 2);
        assertThat(sent).extracting(DeltaSign::getOffset).containsExactly(0, 3, 14);
    }

    @Test
    void nothing_leaves_after_the_end() {
        stream.append("a");
        stream.append("b");
        stream.close();
        scheduled.getFirst().run();
        stream.append("c");
        assertThat(sent).hasSize(1);
    }
}
