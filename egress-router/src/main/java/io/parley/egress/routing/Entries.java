package io.parley.egress.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.egress.routing.EntryLog.Placed;
import io.parley.egress.routing.Envelopes.Address;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Entries enter, each gets its place in its client's log; they leave to every node that holds a socket of the client,
/// or to the channel's sender. What the client itself has said never leaves to a sender.
final class Entries implements Processor<String, AgentReply, Object, Object> {

    private static final Duration CLEAN_EVERY = Duration.ofSeconds(10);
    private static final Duration TURN_FORGOTTEN = Duration.ofMinutes(10);

    private final String incarnation;
    private final MeterRegistry meters;
    private @Nullable Parts parts;

    Entries(String incarnation, MeterRegistry meters) {
        this.incarnation = incarnation;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        var log = EntryLog.of(context, incarnation, meters);
        var made = new Parts(context, log, Sockets.of(context), RunningTurns.of(context));
        parts = made;
        var cleaning = EntryCleaning.of(context);
        context.schedule(CLEAN_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> {
            cleaning.clean(now);
            made.turns.forgetBefore(now - TURN_FORGOTTEN.toMillis());
        });
    }

    @Override
    public void process(Record<String, AgentReply> record) {
        var current = Objects.requireNonNull(parts);
        var entry = record.value();
        long offset = current.context.recordMetadata().orElseThrow().offset();
        current.log
                .append(entry, offset, record.timestamp())
                .ifPresentOrElse(placed -> send(current, record, placed), this::countDuplicate);
        if (entry.getEnding().isPresent()) {
            entry.getTurnId()
                    .ifPresent(turn -> current.turns.ended(record.key(), turn, entry.getAttempt(), record.timestamp()));
        }
    }

    private void send(Parts current, Record<String, AgentReply> record, Placed placed) {
        var entry = record.value();
        var envelopes = new Envelopes(current.context, record);
        var position = current.log.position(placed.offset());
        var previous = current.log.position(placed.previous());
        if (entry.getChannel().equals("web")) {
            current.sockets.of(record.key()).stream()
                    .map(Address::node)
                    .distinct()
                    .forEach(node -> envelopes.toNode(node, entry, position, previous));
        } else if (entry.getAuthor() != Author.USER) {
            envelopes.toChannel(entry, position, previous);
        }
    }

    private void countDuplicate() {
        meters.counter("parley.duplicates", "where", "router").increment();
    }

    private record Parts(ProcessorContext<Object, Object> context, EntryLog log, Sockets sockets, RunningTurns turns) {}
}
