package io.parley.egress.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.channels.Channel;
import io.parley.schemas.ClientHash;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.trace.Spans;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/// What the senders of all kinds of channel are made of.
record Stations(
        Customers customers,
        Bulletin bulletin,
        MeterRegistry meters,
        ClientHash hash,
        Spans spans,
        Clock clock,
        Duration formerOwner) {

    /// The consumer of one kind, not started yet.
    ///
    /// @param kafka settings of its consumer
    ChannelLanes lanes(
            Channel channel, ReceiptLog log, Map<String, Object> kafka, Producer<byte[], byte[]> deadLetters) {
        var lanes = new ChannelLanes(
                station(channel),
                new Tenures(channel.kind(), log, clock),
                kafka,
                new DeadLetterPublisher(deadLetters, Groups.delivery(channel.kind()), meters));
        Gauge.builder("parley.lanes.in.flight", lanes, ChannelLanes::inFlight)
                .tag("channel", channel.kind())
                .register(meters);
        return lanes;
    }

    Station station(Channel channel) {
        var kind = channel.kind();
        var gates = new Gates(clock);
        Gauge.builder("parley.accounts.paused", gates, Gates::paused)
                .tag("channel", kind)
                .register(meters);
        Gauge.builder("parley.accounts.halted", gates, Gates::halted)
                .tag("channel", kind)
                .register(meters);
        var chronicle = new Chronicle(kind, bulletin, meters, hash, spans, clock);
        return new Station(channel, customers, gates, new Memory(), chronicle, formerOwner);
    }
}
