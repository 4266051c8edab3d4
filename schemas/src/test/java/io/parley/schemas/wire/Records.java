package io.parley.schemas.wire;

import io.parley.schemas.avro.AgendaEvent;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Broadcast;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.avro.TurnProgress;
import io.parley.schemas.avro.TurnRecord;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/// The records that stand in topics.
final class Records {

    static final List<Class<? extends SpecificRecord>> ALL = List.of(
            AgendaEvent.class,
            AgentReply.class,
            Broadcast.class,
            ClientAlias.class,
            DeliveryReceipt.class,
            IncomingMessage.class,
            Outbound.class,
            SocketNode.class,
            SocketSession.class,
            SystemEvent.class,
            TenantSettings.class,
            TurnProgress.class,
            TurnRecord.class);

    private Records() {}

    static Stream<Class<? extends SpecificRecord>> all() {
        return ALL.stream();
    }

    static Schema schema(Class<? extends SpecificRecord> record) {
        return SpecificData.getForClass(record).getSchema(record);
    }
}
