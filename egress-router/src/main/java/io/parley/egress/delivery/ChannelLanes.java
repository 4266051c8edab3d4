package io.parley.egress.delivery;

import io.parley.lanes.KeyLanes;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The consumer of one kind of channel: `outbound.<kind>` enters, a lane for each client.
final class ChannelLanes {

    private static final AvroWire<Outbound> WIRE = new AvroWire<>(Outbound.class);

    private final KeyLanes<Outbound> lanes;
    private final Signs signs;

    ChannelLanes(Station station, Tenures tenures, Map<String, Object> kafka, DeadLetterPublisher deadLetters) {
        this.signs = new Signs(station);
        this.lanes = KeyLanes.<Outbound>builder()
                .name("delivery-" + station.kind())
                .consumer(settings(station.kind(), kafka))
                .topics(Topics.outbound(station.kind()))
                .decoder(ChannelLanes::decode)
                .handler(new OutboundListener(station, tenures, signs))
                .released(ownership -> {
                    tenures.release(ownership);
                    // The ends of these turns go to the next owner.
                    signs.endAll();
                })
                .deadLetters(deadLetters)
                .build();
    }

    private static Map<String, Object> settings(String kind, Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put("group.id", Groups.delivery(kind));
        settings.put("client.id", "delivery-" + kind);
        settings.put("auto.offset.reset", "none");
        settings.put("fetch.min.bytes", 1);
        settings.put("max.poll.records", 500);
        return settings;
    }

    private static Outbound decode(ConsumerRecord<byte[], byte[]> record) {
        var outbound = WIRE.decode(record.value());
        var client = ClientId.parse(outbound.getClientId());
        if (!outbound.getTenant().equals(client.tenant())
                || !outbound.getChannelAccount().equals(client.account())) {
            throw new IllegalArgumentException("another tenant's or account's client");
        }
        return outbound;
    }

    void start() {
        lanes.start();
    }

    void close(Duration drain) {
        signs.endAll();
        lanes.close(drain);
    }

    boolean isHealthy() {
        return lanes.isHealthy();
    }

    int inFlight() {
        return lanes.stats().lanesInFlight();
    }
}
