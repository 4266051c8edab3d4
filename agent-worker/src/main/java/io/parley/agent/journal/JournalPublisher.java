package io.parley.agent.journal;

import io.parley.agent.reply.Acknowledged;
import io.parley.agent.reply.EntryPublisher;
import io.parley.agent.tool.Tool;
import io.parley.agent.turn.Journal;
import io.parley.agent.turn.Trace;
import io.parley.agent.turn.Turn;
import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.MemoryLine;
import io.parley.schemas.avro.OfferedTool;
import io.parley.schemas.avro.TurnInput;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import io.parley.schemas.topics.Topics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Writes `turn-journal`: one record a turn, the same whenever it is written again.
public final class JournalPublisher implements Journal {

    private final Producer<String, TurnRecord> producer;
    private final Function<Turn, List<Tool.Spec>> offered;

    /// @param offered what the model could ask for in a turn
    JournalPublisher(Producer<String, TurnRecord> producer, Function<Turn, List<Tool.Spec>> offered) {
        this.producer = producer;
        this.offered = offered;
    }

    @Override
    public CompletableFuture<?> write(Turn turn, Trace trace) {
        var record = new ProducerRecord<>(Topics.TURN_JOURNAL, turn.client().id(), record(turn, tools(turn)));
        trace.writeTo(record.headers(), turn.client().tenant());
        return Acknowledged.send(producer, record);
    }

    private List<Tool.Spec> tools(Turn turn) {
        return turn.hasAskedTheModel() ? offered.apply(turn) : List.of();
    }

    /// The record of an ended turn.
    public static TurnRecord record(Turn turn, List<Tool.Spec> offered) {
        var end = turn.ending().orElseThrow();
        return TurnRecord.newBuilder()
                .setTurnId(turn.id())
                .setClientId(turn.client().id())
                .setTenant(turn.client().tenant())
                .setChannel(turn.client().channel())
                .setChannelAccount(turn.client().account())
                .setSettingsVersion(turn.settingsVersion())
                .setInputs(inputs(turn))
                .setMemory(memory(turn))
                .setTools(tools(offered))
                .setSteps(steps(turn))
                .setDecisions(decisions(turn))
                .setAttempts(turn.attempt())
                .setEnding(EntryPublisher.ending(turn, end))
                .setEntries(EntryPublisher.entries(turn))
                .setStartedAt(turn.startedAt())
                .setEndedAt(end.at())
                .build();
    }

    private static List<TurnInput> inputs(Turn turn) {
        return turn.inputs().stream()
                .map(input -> TurnInput.newBuilder()
                        .setMessageId(input.messageId())
                        .setPartition(input.partition())
                        .setOffset(input.offset())
                        .setLogTime(input.loggedAt())
                        .setText(turn.words(input))
                        .build())
                .toList();
    }

    private static List<MemoryLine> memory(Turn turn) {
        return turn.memory().stream()
                .map(line -> MemoryLine.newBuilder()
                        .setRole(line.role().name().toLowerCase(Locale.ROOT))
                        .setText(line.text())
                        .setProviderId(line.providerId())
                        .build())
                .toList();
    }

    private static List<OfferedTool> tools(List<Tool.Spec> offered) {
        return offered.stream()
                .map(spec -> OfferedTool.newBuilder()
                        .setName(spec.name())
                        .setDescription(spec.description())
                        .setParameters(spec.parameters().toString())
                        .setEffect(spec.effect().name().toLowerCase(Locale.ROOT))
                        .setRepeatable(spec.repeatable())
                        .build())
                .toList();
    }

    private static List<TurnStep> steps(Turn turn) {
        return turn.steps().stream()
                .map(step -> TurnStep.newBuilder()
                        .setAttempt(step.attempt())
                        .setKind(step.kind())
                        .setName(step.name())
                        .setRequestHash(step.requestHash())
                        .setRequest(turn.request(step).orElse(null))
                        .setAnswer(turn.answer(step))
                        .setStartedAt(step.startedAt())
                        .setDurationMs(step.durationMillis())
                        .setInputTokens(step.inputTokens())
                        .setOutputTokens(step.outputTokens())
                        .build())
                .toList();
    }

    private static List<Decision> decisions(Turn turn) {
        return turn.decisions().stream()
                .map(decision -> Decision.newBuilder()
                        .setAt(decision.at())
                        .setAttempt(decision.attempt())
                        .setWhat(decision.what())
                        .setWhy(decision.why())
                        .build())
                .toList();
    }
}
