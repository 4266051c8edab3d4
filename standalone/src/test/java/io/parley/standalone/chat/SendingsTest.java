package io.parley.standalone.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SendingsTest {

    private final Sendings sendings = new Sendings(Optional.of("Ana"));

    @Test
    void a_line_is_a_message_with_an_id_of_its_own() {
        sendings.write("hello");

        ObjectNode frame = sendings.next().orElseThrow();

        assertThat(frame.path("type").asString()).isEqualTo("message");
        assertThat(frame.path("text").asString()).isEqualTo("hello");
        assertThat(frame.path("user_name").asString()).isEqualTo("Ana");
        assertThat(frame.path("id").asString()).isNotEmpty();
    }

    @Test
    void a_json_object_is_sent_as_it_is_and_broken_json_is_text() {
        sendings.write("{\"type\":\"typing\"}");
        sendings.write("{broken");

        assertThat(sendings.next().orElseThrow()).isEqualTo(json("{\"type\":\"typing\"}"));
        assertThat(sendings.next().orElseThrow().path("text").asString()).isEqualTo("{broken");
    }

    @Test
    void the_next_message_waits_until_the_one_before_is_accepted() {
        sendings.write("one");
        sendings.write("two");
        String first = sendings.next().orElseThrow().path("id").asString();

        assertThat(sendings.next()).isEmpty();
        sendings.accepted(first, "m1");

        assertThat(sendings.next().orElseThrow().path("text").asString()).isEqualTo("two");
    }

    @Test
    void what_was_not_accepted_goes_out_again_under_the_same_id() {
        sendings.write("one");
        ObjectNode before = sendings.next().orElseThrow();

        sendings.again();

        assertThat(sendings.next()).contains(before);
    }

    @Test
    void a_message_ends_with_the_last_part_of_the_reply_that_names_it() {
        accepted("one", "m1");

        sendings.entry(json("{\"role\":\"agent\",\"in_reply_to\":[\"m1\"],\"part\":1,\"total\":2}"));
        assertThat(sendings.allEnded()).isFalse();
        sendings.entry(json("{\"role\":\"agent\",\"in_reply_to\":[\"m1\"],\"part\":2,\"total\":2}"));

        assertThat(sendings.allEnded()).isTrue();
    }

    @Test
    void an_ignored_turn_ends_only_what_the_agent_has_read() {
        accepted("one", "m1");
        accepted("two", "m2");
        sendings.entry(json("{\"role\":\"user\",\"message_id\":\"m1\"}"));

        sendings.ignored();

        assertThat(sendings.summary()).isEqualTo("1 of 2 messages have their ending");
    }

    @Test
    void a_frame_that_can_never_be_accepted_has_ended_and_holds_up_nothing() {
        sendings.write("one");
        sendings.write("two");
        String first = sendings.next().orElseThrow().path("id").asString();

        assertThat(sendings.refused(first, "UNAVAILABLE")).isFalse();
        assertThat(sendings.refused(first, "INVALID_FRAME")).isTrue();

        assertThat(sendings.next().orElseThrow().path("text").asString()).isEqualTo("two");
    }

    @Test
    void a_repeated_acceptance_opens_no_second_message() {
        accepted("one", "m1");
        sendings.entry(json("{\"role\":\"agent\",\"in_reply_to\":[\"m1\"]}"));

        sendings.accepted("late", "m1");

        assertThat(sendings.allEnded()).isTrue();
    }

    private void accepted(String text, String messageId) {
        sendings.write(text);
        sendings.accepted(sendings.next().orElseThrow().path("id").asString(), messageId);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
