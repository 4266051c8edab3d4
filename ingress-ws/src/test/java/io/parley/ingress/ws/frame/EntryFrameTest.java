package io.parley.ingress.ws.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Button;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.wire.AvroWire;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EntryFrameTest {

    /// Avro trusts the records once the wire format has been used.
    @BeforeAll
    static void trust() {
        assertThat(new AvroWire<>(Outbound.class)).isNotNull();
    }

    @Test
    void the_users_words() {
        var entry = entry(Author.USER, EntryKind.REPLY)
                .setMessageId("m1")
                .setContent("Hola")
                .build();
        assertThat(frame(entry)).isEqualTo("""
                {"type":"message","role":"user","author":"user","kind":"reply","content":"Hola","message_id":"m1",\
                "timestamp":"2026-01-02T03:04:05.006Z","position":"i.7","previous":"i.6"}""");
    }

    @Test
    void the_agents_words() {
        var entry = entry(Author.AGENT, EntryKind.REPLY)
                .setContent("Buenas")
                .setTurnId("t1")
                .setInReplyTo(List.of("m1", "m2"))
                .setPart(1)
                .setTotal(2)
                .setImageUrl("https://i.example/1.png")
                .setButtons(List.of(new Button("b1", "Yes")))
                .build();
        assertThat(frame(entry)).isEqualTo("""
                {"type":"message","role":"agent","author":"agent","kind":"reply","content":"Buenas","reply_id":"r1",\
                "turn_id":"t1","in_reply_to":["m1","m2"],"part":1,"total":2,"image_url":"https://i.example/1.png",\
                "buttons":[{"id":"b1","title":"Yes"}],\
                "timestamp":"2026-01-02T03:04:05.006Z","position":"i.7","previous":"i.6"}""");
    }

    @Test
    void a_notice_of_the_system() {
        var entry = entry(Author.SYSTEM, EntryKind.FAILURE)
                .setInReplyTo(List.of("m1"))
                .build();
        assertThat(frame(entry))
                .contains("\"role\":\"agent\",\"author\":\"system\",\"kind\":\"failure\"")
                .contains("\"in_reply_to\":[\"m1\"]");
    }

    @Test
    void a_retraction_is_no_message_but_has_its_position() {
        var entry = entry(Author.SYSTEM, EntryKind.RETRACT)
                .setRetracts(List.of("r0"))
                .build();
        assertThat(frame(entry)).isEqualTo("""
                {"type":"system","event":"retracted","message":"taken back","reply_ids":["r0"],\
                "timestamp":"2026-01-02T03:04:05.006Z","position":"i.7","previous":"i.6"}""");
    }

    private static AgentReply.Builder entry(Author author, EntryKind kind) {
        return AgentReply.newBuilder()
                .setReplyId("r1")
                .setClientId("c")
                .setTenant("t")
                .setChannel("web")
                .setChannelAccount("a")
                .setAuthor(author)
                .setKind(kind)
                .setCreatedAt(Instant.parse("2026-01-02T03:04:05.006Z"));
    }

    private static String frame(AgentReply entry) {
        var outbound = Outbound.newBuilder()
                .setClientId("c")
                .setTenant("t")
                .setChannel("web")
                .setChannelAccount("a")
                .setPosition(new Position("i", 7L))
                .setPrevious(new Position("i", 6L))
                .setPayload(entry)
                .build();
        return EntryFrame.of(outbound, entry);
    }
}
