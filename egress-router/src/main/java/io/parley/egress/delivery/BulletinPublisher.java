package io.parley.egress.delivery;

import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.ClientHeaders;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `system-events` and `client-aliases`.
final class BulletinPublisher implements Bulletin {

    private static final Logger LOG = LoggerFactory.getLogger(BulletinPublisher.class);

    private final AvroWire<SystemEvent> events = new AvroWire<>(SystemEvent.class);
    private final AvroWire<ClientAlias> aliases = new AvroWire<>(ClientAlias.class);
    private final Producer<String, byte[]> producer;

    BulletinPublisher(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public void tell(SystemEvent event) {
        send(Topics.SYSTEM_EVENTS, event.getTenant(), event.getTenant(), events.encode(event));
    }

    @Override
    public void moved(ClientAlias alias) {
        var tenant = alias.getClientId().substring(0, alias.getClientId().indexOf(':'));
        send(Topics.CLIENT_ALIASES, alias.getAlias(), tenant, aliases.encode(alias));
    }

    private void send(String topic, String key, String tenant, byte[] value) {
        var record = new ProducerRecord<>(topic, key, value);
        ClientHeaders.follow(record.headers(), tenant, Optional.empty());
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    lost(topic, failure);
                }
            });
        } catch (KafkaException e) {
            lost(topic, e);
        }
    }

    private static void lost(String topic, Exception failure) {
        LOG.atWarn().setCause(failure).addKeyValue("topic", topic).log("record not written");
    }
}
