package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Installed;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class BurstTest {

    private static final Instant START = Simulation.START;
    private static final Burst.Times TIMES = new Burst.Times(Duration.ofSeconds(2), Duration.ofSeconds(8));
    private static final Burst.Times AT_ONCE = new Burst.Times(Duration.ZERO, Duration.ofSeconds(8));

    private final List<LaneRecord<IncomingMessage>> records = new ArrayList<>();

    private BurstTest message(long millis, String text) {
        return record(millis, Installed.message(Rig.CLIENT, text, text));
    }

    private BurstTest control(long millis, IncomingKind kind) {
        return record(millis, Installed.record(Rig.CLIENT, kind, "k" + millis).build());
    }

    private BurstTest album(long millis, String id) {
        return record(
                millis,
                Installed.record(Rig.CLIENT, IncomingKind.MESSAGE, id)
                        .setAlbumId("a")
                        .build());
    }

    private BurstTest record(long millis, IncomingMessage message) {
        records.add(new LaneRecord<>(
                Rig.CLIENT, message, 0, records.size(), START.plusMillis(millis), new RecordHeaders(), 1));
        return this;
    }

    private Burst at(long millis, Burst.Times times) {
        return Burst.of(records, times, START.plusMillis(millis));
    }

    @Test
    void it_stays_open_until_the_quiet_time_after_the_last_message() {
        message(0, "a").message(1500, "b");
        assertThat(at(1600, TIMES).closed()).isFalse();
        assertThat(at(1600, TIMES).until()).isEqualTo(START.plusMillis(3500));
        assertThat(at(3500, TIMES).closed()).isTrue();
        assertThat(at(3500, TIMES).members()).hasSize(2);
    }

    @Test
    void log_times_alone_decide_what_belongs_together_however_late_they_are_read() {
        message(0, "a").message(1999, "b").message(3999, "c");
        var burst = at(3_600_000, TIMES);
        assertThat(burst.members()).hasSize(2);
        assertThat(burst.why()).isEqualTo("quiet");
    }

    @Test
    void a_typing_record_extends_it_and_the_cap_ends_it() {
        message(0, "a");
        for (long second = 1; second < 8; second++) {
            control(second * 1000, IncomingKind.TYPING);
        }
        assertThat(at(7999, TIMES).closed()).isFalse();
        var burst = at(8000, TIMES);
        assertThat(burst.closed()).isTrue();
        assertThat(burst.why()).isEqualTo("cap");
    }

    @Test
    void without_a_quiet_time_every_message_stands_alone_and_nothing_is_waited_for() {
        message(0, "a").message(0, "b");
        var burst = at(0, AT_ONCE);
        assertThat(burst.closed()).isTrue();
        assertThat(burst.members()).hasSize(1);
    }

    @Test
    void an_album_is_one_turn_whatever_the_quiet_time() {
        album(0, "p1").album(900, "p2").album(5000, "p3").message(6000, "x");
        assertThat(at(6000, AT_ONCE).members()).hasSize(3);
        records.subList(1, records.size()).clear();
        assertThat(at(0, AT_ONCE).closed()).isFalse();
    }

    @Test
    void commands_and_control_records_pass_at_once() {
        assertThat(message(0, "/start").at(0, TIMES).closed()).isTrue();
        records.clear();
        var beforeCommand = message(0, "a").message(10, "/help").at(10, TIMES);
        assertThat(beforeCommand.closed()).isTrue();
        assertThat(beforeCommand.members()).hasSize(1);
        records.clear();
        assertThat(message(0, "a")
                        .control(10, IncomingKind.CANCEL)
                        .at(10, TIMES)
                        .why())
                .isEqualTo("control");
    }

    @Test
    void edits_and_reactions_neither_join_nor_extend_it() {
        message(0, "a").control(1000, IncomingKind.REACTION).control(1500, IncomingKind.EDIT);
        assertThat(at(2000, TIMES).closed()).isTrue();
        assertThat(at(2000, TIMES).members()).hasSize(1);
    }

    @Test
    void a_clock_behind_the_brokers_waits_for_the_pause_and_no_longer() {
        message(3_600_000, "a");
        assertThat(at(0, TIMES).until()).isEqualTo(START.plusSeconds(2));
    }
}
