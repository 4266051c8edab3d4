package io.parley.replay.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.replay.Sample;
import io.parley.replay.record.Recording;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

class TimelineTest {

    private static Recording ofClient() {
        return Sample.recording().where(record -> record.key().equals(Sample.CLIENT));
    }

    private final Timeline timeline = new Timeline(ofClient());

    private List<JsonNode> json() {
        return timeline.events(Optional.empty()).stream()
                .<JsonNode>map(event -> event.json(Sample.CLIENT))
                .toList();
    }

    private JsonNode named(String name) {
        return json().stream()
                .filter(event -> event.path("event").asString("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void every_event_is_told_in_order_of_time() {
        assertThat(timeline.events(Optional.empty()))
                .extracting(Event::name)
                .containsExactly(
                        "message",
                        "echoed",
                        "turn-begun",
                        "burst-closed",
                        "message",
                        "interrupted",
                        "model-call",
                        "tool-call",
                        "model-call",
                        "turn-ended",
                        "entry",
                        "delivery",
                        "delivery",
                        "take-over");
    }

    @Test
    void each_has_its_cause() {
        assertThat(named("turn-begun").path("cause").asString("")).isEqualTo("burst-closed: quiet");
        assertThat(named("interrupted").path("by").path(0).path("text").asString(""))
                .isEqualTo("In size 40?");
        assertThat(named("take-over").path("author").asString("")).isEqualTo("olga");
        assertThat(named("delivery").path("turn_id").asString("")).isEqualTo(Sample.TURN);
        assertThat(named("message").path("turn_id").asString("")).isEqualTo(Sample.TURN);
    }

    @Test
    void one_turn_is_found_by_one_of_its_messages() {
        // when
        var events = timeline.events(Optional.of(Sample.SECOND));
        // then
        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.turn()).contains(Sample.TURN));
        assertThat(events).extracting(Event::name).doesNotContain("take-over");
    }

    @Test
    void a_moment_of_the_past_is_told_as_it_was() {
        // when
        var running = standing(3_050);
        var silenced = standing(61_000);
        // then
        assertThat(running.path("running").path("attempt").asInt(0)).isEqualTo(2);
        assertThat(running.path("running").path("last_step").asString("")).isEqualTo("tool search_products");
        assertThat(running.has("silenced")).isFalse();
        assertThat(silenced.path("silenced").path("by").asString("")).isEqualTo("olga");
        assertThat(silenced.path("silenced").path("until").asString("")).isEqualTo("2026-01-01T10:02:00Z");
        assertThat(standing(121_000).has("silenced")).isFalse();
    }

    @Test
    void a_message_waits_until_its_turn_has_begun() {
        assertThat(standing(500).path("waiting").valueStream().map(id -> id.asString("")))
                .containsExactly(Sample.FIRST);
        assertThat(standing(1_600).path("waiting").valueStream().map(id -> id.asString("")))
                .containsExactly(Sample.SECOND);
    }

    private JsonNode standing(long millis) {
        return timeline.eventsAt(Sample.at(millis), Optional.empty()).getLast().json(Sample.CLIENT);
    }

    @Test
    void people_read_short_lines_and_the_echoes_only_on_demand() {
        // given
        var brief = new Wording(Ansi.OFF, false);
        var full = new Wording(Ansi.OFF, true);
        var events = timeline.events(Optional.empty());
        // then
        assertThat(events.stream().flatMap(event -> brief.lines(event).stream()))
                .contains("2026-01-01 (UTC)")
                .anySatisfy(line -> assertThat(line).contains("10:00:03.000  tool-call"))
                .anySatisfy(line -> assertThat(line).contains("interrupted").contains("“In size 40?”"))
                .noneSatisfy(line -> assertThat(line).contains("echoed"));
        assertThat(events.stream().flatMap(event -> full.lines(event).stream()))
                .anySatisfy(line -> assertThat(line).contains("echoed"));
    }

    @Test
    void nobodys_words_steer_the_terminal() {
        // given
        var details = Happened.details().put("text", "\u001b[2Jboo\u202e").put("place", "0-0");
        var event = new Event(Sample.at(0), Event.Kind.CLIENT, "message", Optional.empty(), 0, "", details);
        // then
        assertThat(new Wording(Ansi.OFF, true).lines(event).getLast()).contains("“·[2Jboo·”");
    }
}
