package io.parley.replay;

import io.parley.replay.record.Kept;
import io.parley.replay.record.Logged;
import io.parley.replay.record.Recording;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.MemoryLine;
import io.parley.schemas.avro.Outcome;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.avro.TurnEnding;
import io.parley.schemas.avro.TurnInput;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// A conversation written by hand: a question, a second one that interrupts, a tool, an answer, and an operator who
/// takes over afterwards.
public final class Sample {

    public static final String CLIENT = "shoes:shoes-telegram:7";
    public static final String OTHER = "shoes:shoes-web:g.ana";
    public static final String FIRST = Ids.messageId(CLIENT, "MESSAGE", "1");
    public static final String SECOND = Ids.messageId(CLIENT, "MESSAGE", "2");
    public static final String TURN = Ids.turnId(CLIENT, FIRST);
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

    private final Recording recording = new Recording();
    private long offsets;

    public static Recording recording() {
        var sample = new Sample();
        sample.incoming(0, message("1", "Do you have boots?"));
        sample.incoming(1_500, message("2", "In size 40?"));
        sample.incoming(
                60_000,
                control(IncomingKind.TAKE_OVER, "3", "olga")
                        .setSilenceUntil(at(120_000))
                        .build());
        sample.add(Kept.INCOMING, OTHER, 90_000, other());
        sample.add(Kept.JOURNAL, CLIENT, 4_010, turn());
        sample.add(Kept.REPLIES, CLIENT, 10, echo());
        sample.add(Kept.REPLIES, CLIENT, 4_005, answer());
        sample.add(Kept.RECEIPTS, CLIENT, 4_050, receipt(DeliveryState.TAKEN));
        sample.add(Kept.RECEIPTS, CLIENT, 4_100, receipt(DeliveryState.SENDING));
        sample.add(Kept.RECEIPTS, CLIENT, 4_200, receipt(DeliveryState.SENT));
        sample.add(Kept.SETTINGS, "shoes/v1", -1_000, settings());
        sample.add(Kept.SETTINGS, "shoes/current", -999, pointer());
        return sample.recording.sorted();
    }

    public static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private void incoming(long millis, IncomingMessage message) {
        add(Kept.INCOMING, CLIENT, millis, message);
    }

    private <T extends SpecificRecord> void add(Kept<T> kept, String key, long millis, T value) {
        recording.add(kept, new Logged<>(key, value, 0, offsets++, at(millis), Map.of("tenant", "shoes")));
    }

    private static IncomingMessage message(String id, String text) {
        return control(IncomingKind.MESSAGE, id, null).setText(text).build();
    }

    private static IncomingMessage.Builder control(IncomingKind kind, String id, @Nullable String author) {
        return IncomingMessage.newBuilder()
                .setMessageId(Ids.messageId(CLIENT, kind.name(), id))
                .setClientId(CLIENT)
                .setTenant("shoes")
                .setChannel("telegram")
                .setChannelAccount("shoes-telegram")
                .setKind(kind)
                .setAuthor(author)
                .setProviderEventId(id)
                .setRaw(ByteBuffer.wrap(new byte[] {1, 2}))
                .setOccurredAt(START);
    }

    private static IncomingMessage other() {
        return IncomingMessage.newBuilder(message("9", "Hi"))
                .setClientId(OTHER)
                .setMessageId(Ids.messageId(OTHER, "MESSAGE", "9"))
                .build();
    }

    private static TurnRecord turn() {
        return TurnRecord.newBuilder()
                .setTurnId(TURN)
                .setClientId(CLIENT)
                .setTenant("shoes")
                .setChannel("telegram")
                .setChannelAccount("shoes-telegram")
                .setSettingsVersion("v1")
                .setInputs(List.of(input(FIRST, 0, 0, "Do you have boots?"), input(SECOND, 1, 1_500, "In size 40?")))
                .setMemory(List.of(
                        MemoryLine.newBuilder().setRole("user").setText("Hello").build()))
                .setSteps(List.of(
                        step(
                                2,
                                "model",
                                "stand-in",
                                2_000,
                                "{\"text\":\"\",\"asks\":[{\"name\":" + "\"search_products\",\"arguments\":\"{}\"}]}"),
                        step(2, "tool", "search_products", 3_000, "{\"products\":[]}"),
                        step(2, "model", "stand-in", 3_100, "{\"text\":\"Yes.\"}")))
                .setDecisions(List.of(
                        decision(1_000, 0, "burst-closed", "quiet"),
                        decision(1_900, 1, "interrupted", "by 0-1, burst closed: quiet")))
                .setAttempts(2)
                .setEnding(ending())
                .setEntries(List.of(answer()))
                .setStartedAt(at(1_000))
                .setEndedAt(at(4_000))
                .build();
    }

    private static TurnInput input(String id, long offset, long millis, String text) {
        return TurnInput.newBuilder()
                .setMessageId(id)
                .setPartition(0)
                .setOffset(offset)
                .setLogTime(at(millis))
                .setText(text)
                .build();
    }

    private static TurnStep step(int attempt, String kind, String name, long millis, String answer) {
        return TurnStep.newBuilder()
                .setAttempt(attempt)
                .setKind(kind)
                .setName(name)
                .setRequestHash("00")
                .setAnswer(answer)
                .setStartedAt(at(millis))
                .setDurationMs(90)
                .setInputTokens(7)
                .setOutputTokens(3)
                .build();
    }

    private static Decision decision(long millis, int attempt, String what, String why) {
        return Decision.newBuilder()
                .setAt(at(millis))
                .setAttempt(attempt)
                .setWhat(what)
                .setWhy(why)
                .build();
    }

    private static TurnEnding ending() {
        return TurnEnding.newBuilder()
                .setOutcome(Outcome.ANSWERED)
                .setDurationMs(4_000)
                .setInputTokens(14)
                .setOutputTokens(6)
                .setToolCalls(1)
                .build();
    }

    private static AgentReply echo() {
        return entry(FIRST, Author.USER, "Do you have boots?").build();
    }

    private static AgentReply answer() {
        return entry(Ids.replyId(TURN, 1), Author.AGENT, "Yes.")
                .setTurnId(TURN)
                .setAttempt(2)
                .setInReplyTo(List.of(FIRST, SECOND))
                .setEnding(ending())
                .build();
    }

    private static AgentReply.Builder entry(String id, Author author, String text) {
        return AgentReply.newBuilder()
                .setReplyId(id)
                .setClientId(CLIENT)
                .setTenant("shoes")
                .setChannel("telegram")
                .setChannelAccount("shoes-telegram")
                .setAuthor(author)
                .setKind(EntryKind.REPLY)
                .setContent(text)
                .setCreatedAt(at(4_000));
    }

    private static DeliveryReceipt receipt(DeliveryState state) {
        return DeliveryReceipt.newBuilder()
                .setClientId(CLIENT)
                .setTenant("shoes")
                .setChannel("telegram")
                .setChannelAccount("shoes-telegram")
                .setReplyId(state == DeliveryState.TAKEN ? "" : Ids.replyId(TURN, 1))
                .setState(state)
                .setAt(at(4_200))
                .build();
    }

    private static TenantSettings settings() {
        return TenantSettings.newBuilder()
                .setTenant("shoes")
                .setVersion("v1")
                .setDocument("""
                        {"id":"shoes","channels":[{"id":"shoes-telegram","kind":"telegram","bot-token":"sealed:v1:AAAA"}],\
                        "agent":{"system-prompt":"You sell shoes."}}""")
                .setAt(at(-1_000))
                .build();
    }

    private static TenantSettings pointer() {
        return TenantSettings.newBuilder()
                .setTenant("shoes")
                .setVersion("v1")
                .setAt(at(-999))
                .build();
    }

    private Sample() {}
}
