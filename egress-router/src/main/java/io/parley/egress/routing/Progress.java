package io.parley.egress.routing;

import io.parley.egress.routing.Envelopes.Address;
import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.TurnProgress;
import io.parley.schemas.topics.Topics;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Signs of life enter and leave to every node that holds a socket of the client, or to the sender of the channel by
/// which it is reached; the text being written only where it is shown. They stand in no log; void ones end here.
final class Progress implements Processor<String, TurnProgress, Object, Object> {

    private final Kinds kinds;
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable Sockets sockets;
    private @Nullable RunningTurns turns;

    Progress(Kinds kinds) {
        this.kinds = kinds;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
        sockets = Sockets.of(context);
        turns = RunningTurns.of(context);
    }

    @Override
    public void process(Record<String, TurnProgress> record) {
        if (!Objects.requireNonNull(turns).accept(record.value(), record.timestamp())) {
            return;
        }
        var envelopes = new Envelopes(Objects.requireNonNull(context), record);
        if (!record.value().getChannel().equals(Topics.WEB)) {
            if (isWanted(record.value())) {
                envelopes.toChannel(record.value());
            }
            return;
        }
        Objects.requireNonNull(sockets).of(record.key()).stream()
                .map(Address::node)
                .distinct()
                .forEach(node -> envelopes.toNode(node, record.value()));
    }

    private boolean isWanted(TurnProgress progress) {
        return kinds.all().contains(progress.getChannel())
                && (!(progress.getSign() instanceof DeltaSign)
                        || kinds.streaming().contains(progress.getChannel()));
    }
}
