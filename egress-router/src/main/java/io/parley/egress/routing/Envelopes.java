package io.parley.egress.routing;

import io.parley.schemas.ClientId;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.TurnProgress;
import io.parley.schemas.wire.ClientHeaders;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Puts what travels into its envelope and sends it on, as the answer to one input record.
final class Envelopes {

    private final ProcessorContext<Object, Object> context;
    private final ClientId client;
    private final Record<String, ?> cause;

    Envelopes(ProcessorContext<Object, Object> context, Record<String, ?> cause) {
        this.context = context;
        this.cause = cause;
        this.client = ClientId.parse(cause.key());
    }

    /// To all of the client's connections on a node, or to one.
    void toNode(Address address, AgentReply entry, @Nullable Position position, @Nullable Position previous) {
        send(at(address).setPosition(position).setPrevious(previous).setPayload(entry), RoutingTopology.TO_WEB);
    }

    void toNode(Address address, TurnProgress progress) {
        send(at(address).setPayload(progress), RoutingTopology.TO_WEB);
    }

    void toNode(Address address, SessionMark mark) {
        send(at(address).setPayload(mark), RoutingTopology.TO_WEB);
    }

    /// To the sender of the entry's channel.
    void toChannel(AgentReply entry, @Nullable Position position, @Nullable Position previous) {
        send(
                to(entry.getChannel())
                        .setPosition(position)
                        .setPrevious(previous)
                        .setPayload(entry),
                RoutingTopology.TO_CHANNELS);
    }

    /// To the sender of the channel by which the client is reached.
    void toChannel(TurnProgress progress) {
        send(to(progress.getChannel()).setPayload(progress), RoutingTopology.TO_CHANNELS);
    }

    private Outbound.Builder at(Address address) {
        return to("web").setSlot(address.slot()).setBootId(address.boot()).setConnection(address.connection());
    }

    private Outbound.Builder to(String channel) {
        return Outbound.newBuilder()
                .setClientId(cause.key())
                .setTenant(client.tenant())
                .setChannel(channel)
                .setChannelAccount(client.account());
    }

    private void send(Outbound.Builder outbound, String sink) {
        var headers = new RecordHeaders();
        ClientHeaders.follow(headers, client.tenant(), ClientHeaders.trace(cause.headers()));
        context.forward(new Record<>(cause.key(), outbound.build(), cause.timestamp(), headers), sink);
    }

    /// A node's start, and one of its connections or 0 for all.
    record Address(int slot, String boot, long connection) {

        static Address node(Socket socket) {
            return new Address(socket.slot(), socket.boot(), 0);
        }

        static Address only(Socket socket) {
            return new Address(socket.slot(), socket.boot(), socket.connection());
        }
    }
}
