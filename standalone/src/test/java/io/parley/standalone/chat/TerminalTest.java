package io.parley.standalone.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TerminalTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

    @Test
    void streamed_text_is_shown_once() {
        received("{'type':'delta','turn_id':'t','attempt':1,'offset':0,'text':'We have '}");
        received("{'type':'delta','turn_id':'t','attempt':1,'offset':0,'text':'We have '}");
        received("{'type':'delta','turn_id':'t','attempt':1,'offset':8,'text':'boots'}");
        received(
                "{'type':'message','role':'agent','author':'agent','kind':'reply','turn_id':'t','content':'We have boots.'}");

        assertThat(shown()).isEqualTo("agent> We have boots.\n");
    }

    @Test
    void a_new_attempt_begins_again() {
        received("{'type':'delta','turn_id':'t','attempt':1,'offset':0,'text':'Old'}");
        received("{'type':'delta','turn_id':'t','attempt':2,'offset':0,'text':'New'}");
        received("{'type':'delta','turn_id':'t','attempt':1,'offset':3,'text':' late'}");
        received(
                "{'type':'message','role':'agent','author':'agent','kind':'reply','turn_id':'t','content':'New text'}");

        assertThat(shown()).isEqualTo("agent> Old\n   (begins again)\nagent> New text\n");
    }

    @Test
    void words_written_elsewhere_are_shown_and_own_ones_are_not_repeated() {
        terminal.received(
                JsonMapper.shared().readTree("{\"type\":\"message\",\"role\":\"user\",\"content\":\"mine\"}"), true);
        received("{'type':'message','role':'user','content':'from the phone'}");

        assertThat(shown()).isEqualTo("you> from the phone\n");
    }

    @Test
    void no_control_characters_without_a_terminal() {
        received("{'type':'progress','phase':'tool','tool':'search_products'}");
        received("{'type':'error','code':'RATE_LIMITED','message':'slower'}");

        assertThat(shown()).isEqualTo("   uses search_products\nRATE_LIMITED: slower\n");
    }

    private void received(String frame) {
        terminal.received(JsonMapper.shared().readTree(frame.replace('\'', '"')), false);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
