package io.parley.egress.routing;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.wire.AvroWire;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.kafka.common.serialization.Serde;

/// One row of the entry log.
///
/// @param previous offset of the client's entry before it, or -1
/// @param at log time, in epoch milliseconds
/// @param body the entry's bytes; empty where no socket will ever ask for them
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredEntry(long previous, long at, String replyId, byte[] body) {

    static final Serde<StoredEntry> SERDE = Rows.serde(StoredEntry::write, StoredEntry::read);

    private static final AvroWire<AgentReply> WIRE = new AvroWire<>(AgentReply.class);
    private static final byte[] NOTHING = {};

    static StoredEntry of(AgentReply entry, long previous, long at) {
        var body = entry.getChannel().equals("web") ? WIRE.encode(entry) : NOTHING;
        return new StoredEntry(previous, at, entry.getReplyId(), body);
    }

    AgentReply entry() {
        return WIRE.decode(body);
    }

    private static void write(StoredEntry row, DataOutputStream out) throws IOException {
        out.writeLong(row.previous);
        out.writeLong(row.at);
        out.writeUTF(row.replyId);
        out.write(row.body);
    }

    private static StoredEntry read(DataInputStream in) throws IOException {
        return new StoredEntry(in.readLong(), in.readLong(), in.readUTF(), in.readAllBytes());
    }
}
