package io.parley.agent.reply;

import io.parley.agent.Client;
import io.parley.agent.turn.Entries;
import io.parley.agent.turn.Saying;
import io.parley.agent.turn.Trace;
import io.parley.agent.turn.Turn;
import io.parley.agent.turn.TurnEnd;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Button;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.Outcome;
import io.parley.schemas.avro.TurnEnding;
import io.parley.schemas.topics.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Writes `agent-replies`. The worker's lane of a client is that client's one writer.
public final class EntryPublisher implements Entries {

    private final Producer<String, AgentReply> producer;
    private final Clock clock;

    EntryPublisher(Producer<String, AgentReply> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<?> echo(IncomingMessage message, Trace trace) {
        return send(
                AgentReply.newBuilder()
                        .setReplyId(message.getMessageId())
                        .setClientId(message.getClientId())
                        .setTenant(message.getTenant())
                        .setChannel(message.getChannel())
                        .setChannelAccount(message.getChannelAccount())
                        .setAuthor(Author.USER)
                        .setKind(EntryKind.REPLY)
                        .setContent(message.getText().orElse(""))
                        .setMessageId(message.getMessageId())
                        .setUserName(message.getUserName().orElse(null))
                        .setCreatedAt(message.getOccurredAt())
                        .build(),
                trace);
    }

    @Override
    public CompletableFuture<?> say(Turn turn, Trace trace) {
        return CompletableFuture.allOf(
                entries(turn).stream().map(entry -> send(entry, trace)).toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletableFuture<?> retract(Turn turn, String reason, Trace trace) {
        var retracted = entries(turn).stream().map(AgentReply::getReplyId).toList();
        return send(
                entry(turn.client(), turn)
                        .setReplyId(Ids.retractId(turn.id()))
                        .setAuthor(Author.SYSTEM)
                        .setKind(EntryKind.RETRACT)
                        .setRetracts(retracted)
                        .setReason(reason)
                        .setCreatedAt(clock.instant())
                        .build(),
                trace);
    }

    /// The entries of an ended turn, the same whenever they are made.
    public static List<AgentReply> entries(Turn turn) {
        var end = turn.ending().orElseThrow();
        var entries = new ArrayList<AgentReply>();
        int total = end.sayings().size();
        for (int i = 0; i < total; i++) {
            var saying = end.sayings().get(i);
            entries.add(entry(turn.client(), turn)
                    .setReplyId(saying.replyId())
                    .setAuthor(author(saying))
                    .setAttributes(
                            saying.author() == Saying.Author.HUMAN ? turn.attributesOfPerson() : turn.attributes())
                    .setKind(kind(saying))
                    .setContent(saying.text())
                    .setUserName(saying.userName())
                    .setReason(saying.reason())
                    .setImageUrl(saying.imageUrl())
                    .setButtons(saying.buttons().stream()
                            .map(button -> Button.newBuilder()
                                    .setId(button.id())
                                    .setTitle(button.title())
                                    .build())
                            .toList())
                    .setPart(i + 1)
                    .setTotal(total)
                    .setInReplyTo(turn.messageIds())
                    .setEnding(i + 1 == total ? ending(turn, end) : null)
                    .setCreatedAt(end.at())
                    .build());
        }
        return List.copyOf(entries);
    }

    /// How a turn ended, as other processes are told.
    public static TurnEnding ending(Turn turn, TurnEnd end) {
        return TurnEnding.newBuilder()
                .setOutcome(
                        switch (end.outcome()) {
                            case ANSWERED -> Outcome.ANSWERED;
                            case FAILED -> Outcome.FAILED;
                            case CANCELLED -> Outcome.CANCELLED;
                            case IGNORED -> Outcome.IGNORED;
                        })
                .setReason(end.reason())
                .setDurationMs(turn.duration().toMillis())
                .setInputTokens(end.inputTokens())
                .setOutputTokens(end.outputTokens())
                .setToolCalls(turn.toolCalls())
                .build();
    }

    private static AgentReply.Builder entry(Client client, Turn turn) {
        return AgentReply.newBuilder()
                .setClientId(client.id())
                .setTenant(client.tenant())
                .setChannel(client.channel())
                .setChannelAccount(client.account())
                .setTurnId(turn.id())
                .setAttempt(turn.attempt())
                .setAttributes(turn.attributes())
                .setSettingsVersion(turn.settingsVersion());
    }

    private static Author author(Saying saying) {
        return switch (saying.author()) {
            case AGENT -> Author.AGENT;
            case HUMAN -> Author.HUMAN;
            case SYSTEM -> Author.SYSTEM;
        };
    }

    private static EntryKind kind(Saying saying) {
        return switch (saying.kind()) {
            case REPLY -> EntryKind.REPLY;
            case FAILURE -> EntryKind.FAILURE;
            case CANCELLED -> EntryKind.CANCELLED;
            case NOTICE -> EntryKind.NOTICE;
        };
    }

    private CompletableFuture<?> send(AgentReply entry, Trace trace) {
        var record = new ProducerRecord<>(Topics.AGENT_REPLIES, entry.getClientId(), entry);
        trace.writeTo(record.headers(), entry.getTenant());
        return Acknowledged.send(producer, record);
    }
}
