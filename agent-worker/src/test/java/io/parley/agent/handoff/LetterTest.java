package io.parley.agent.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.memory.MemoryLine;
import io.parley.agent.settings.AgentSettings;
import io.parley.schemas.settings.TenantDocument;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LetterTest {

    private static final Instant ASKED = Instant.parse("2026-01-01T12:00:00Z");

    private static Letter letter(String reason, String summary, MemoryLine... lines) {
        var settings = new AgentSettings(new TenantDocument(
                "shoes", "v1", 0, JsonMapper.builder().build().readTree("""
                {"name": "Zapatos", "time-zone": "America/Argentina/Buenos_Aires",
                 "handoff": {"email": "team@shoes.example"}}""")));
        var handover = new Handover(
                "t-1",
                "shoes:shoes-whatsapp:%2B549",
                "whatsapp",
                reason,
                summary,
                7,
                ASKED,
                ASKED.plusSeconds(86_400),
                1,
                false,
                false);
        return Letter.about(handover, List.of(lines), settings);
    }

    private static MemoryLine line(MemoryLine.Role role, String text) {
        return new MemoryLine(1, role, text, null);
    }

    @Test
    void it_says_who_waits_why_what_was_said_and_how_to_answer() {
        var letter = letter(
                "wants a refund",
                "Order 7 came broken.",
                line(MemoryLine.Role.USER, "It is broken!\nI want my money"),
                line(MemoryLine.Role.AGENT, "I am calling somebody."),
                line(MemoryLine.Role.NOTE, Silence.HANDED_BACK));
        assertThat(letter.subject()).isEqualTo("Zapatos: a customer asks for a person: wants a refund");
        assertThat(letter.to()).isEqualTo("team@shoes.example");
        assertThat(letter.text())
                .contains("Summary:  Order 7 came broken.")
                .contains("Channel:  whatsapp")
                .contains("1 Jan 2026, 09:00 (America/Argentina/Buenos_Aires)")
                .contains("silent until 2 Jan 2026, 09:00")
                .contains(
                        "Customer: It is broken!\n          I want my money\nAgent:    I am calling somebody.\n[The team")
                .contains("POST /v1/conversations/shoes:shoes-whatsapp:%2B549/reply");
        assertThat(letter)
                .isEqualTo(letter(
                        "wants a refund",
                        "Order 7 came broken.",
                        line(MemoryLine.Role.USER, "It is broken!\nI want my money"),
                        line(MemoryLine.Role.AGENT, "I am calling somebody."),
                        line(MemoryLine.Role.NOTE, Silence.HANDED_BACK)));
    }

    @Test
    void nothing_that_the_model_says_becomes_a_header() {
        var letter = letter("x\r\nBcc: evil@example\u2028\n" + "y".repeat(500), "%s %d");
        assertThat(letter.subject())
                .startsWith("Zapatos: a customer asks for a person: x Bcc: evil@example yyy")
                .hasSizeLessThan(130)
                .doesNotContainPattern("[\\p{Cntrl}\\u2028]");
        assertThat(letter.text()).contains("Summary:  %s %d");
        assertThat(letter.toString()).isEqualTo("Letter[t-1]");
    }
}
