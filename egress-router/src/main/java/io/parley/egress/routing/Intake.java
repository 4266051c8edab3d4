package io.parley.egress.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.avro.TurnProgress;
import io.parley.schemas.topics.Topic;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Bytes of an input topic enter; its records leave to the one that decides, or what can never be routed leaves to the
/// topic's dead letters, with a system event. Nothing that stands in a topic stops the task.
final class Intake<T extends SpecificRecord> implements Processor<byte[], byte[], Object, Object> {

    /// Larger records would not fit through the changelog and, in their envelope, through the outbound topic.
    static final int MAX_BYTES = 1024 * 1024;

    private final AvroWire<T> wire;
    private final Rule<T> rule;
    private final String next;
    private final DeadLetters deadLetters;
    private @Nullable ProcessorContext<Object, Object> context;

    private Intake(AvroWire<T> wire, Rule<T> rule, String next, DeadLetters deadLetters) {
        this.wire = wire;
        this.rule = rule;
        this.next = next;
        this.deadLetters = deadLetters;
    }

    static ProcessorSupplier<byte[], byte[], Object, Object> entries(
            String next, Set<String> channels, MeterRegistry meters) {
        var wire = new AvroWire<>(AgentReply.class);
        return () -> new Intake<>(
                wire, (client, entry) -> objection(client, entry, channels), next, new DeadLetters(meters));
    }

    static ProcessorSupplier<byte[], byte[], Object, Object> progress(String next, MeterRegistry meters) {
        var wire = new AvroWire<>(TurnProgress.class);
        return () -> new Intake<>(wire, Intake::objection, next, new DeadLetters(meters));
    }

    static ProcessorSupplier<byte[], byte[], Object, Object> sessions(String next, MeterRegistry meters) {
        var wire = new AvroWire<>(SocketSession.class);
        return () -> new Intake<>(wire, Intake::objection, next, new DeadLetters(meters));
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var current = Objects.requireNonNull(context);
        switch (check(record.key(), record.value())) {
            case Checked.Good<T>(var client, var value) ->
                current.forward(record.withKey((Object) client).withValue((Object) value), next);
            case Checked.Dead<T>(var reason, var tenant) -> deadLetters.send(current, record, reason, tenant);
        }
    }

    private Checked<T> check(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            return new Checked.Dead<>("null-key", "");
        }
        if (value == null) {
            return new Checked.Dead<>("undecodable", "");
        }
        if (value.length > MAX_BYTES) {
            return new Checked.Dead<>("too-large", "");
        }
        try {
            var client = ClientId.parse(new String(key, StandardCharsets.UTF_8));
            return checked(client, wire.decode(value));
        } catch (UndecodableRecord e) {
            return new Checked.Dead<>("undecodable", "");
        } catch (IllegalArgumentException e) {
            return new Checked.Dead<>("wrong-key", "");
        }
    }

    private Checked<T> checked(ClientId client, T value) {
        return rule.objection(client, value)
                .<Checked<T>>map(reason -> new Checked.Dead<>(reason, client.tenant()))
                .orElseGet(() -> new Checked.Good<>(client.toString(), value));
    }

    private static Optional<String> objection(ClientId client, AgentReply entry, Set<String> channels) {
        if (!entry.getClientId().equals(client.toString())
                || !entry.getTenant().equals(client.tenant())
                || !entry.getChannelAccount().equals(client.account())) {
            return Optional.of("wrong-key");
        }
        return entry.getAuthor() == Author.USER || channels.contains(entry.getChannel())
                ? Optional.empty()
                : Optional.of("unregistered-channel");
    }

    private static Optional<String> objection(ClientId client, TurnProgress progress) {
        return progress.getClientId().equals(client.toString()) ? Optional.empty() : Optional.of("wrong-key");
    }

    private static Optional<String> objection(ClientId client, SocketSession session) {
        if (!session.getClientId().equals(client.toString())) {
            return Optional.of("wrong-key");
        }
        return session.getSlot() >= 0 && session.getSlot() < Topic.SLOTS ? Optional.empty() : Optional.of("wrong-slot");
    }

    /// What a record must fulfil beyond being readable.
    private interface Rule<T> {
        Optional<String> objection(ClientId client, T value);
    }

    private sealed interface Checked<T> {
        record Good<T>(String client, T value) implements Checked<T> {}

        record Dead<T>(String reason, String tenant) implements Checked<T> {}
    }
}
