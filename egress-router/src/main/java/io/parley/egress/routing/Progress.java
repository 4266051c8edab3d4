package io.parley.egress.routing;

import io.parley.egress.routing.Envelopes.Address;
import io.parley.schemas.avro.TurnProgress;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Signs of life enter and leave to every node that holds a socket of the client. They stand in no log; void ones end
/// here.
final class Progress implements Processor<String, TurnProgress, Object, Object> {

    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable Sockets sockets;
    private @Nullable RunningTurns turns;

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
        Objects.requireNonNull(sockets).of(record.key()).stream()
                .map(Address::node)
                .distinct()
                .forEach(node -> envelopes.toNode(node, record.value()));
    }
}
