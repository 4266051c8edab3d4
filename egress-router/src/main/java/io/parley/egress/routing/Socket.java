package io.parley.egress.routing;

import org.apache.kafka.common.serialization.Serde;

/// One connection of a client.
///
/// @param boot the node's start that holds it
/// @param connection its number within the boot
/// @param session the tab's own id, or empty
/// @param openedAt log time of its first OPEN, in epoch milliseconds
/// @param openedOffset offset of its first OPEN
/// @param heardAt log time of the last news of it
record Socket(int slot, String boot, long connection, String session, long openedAt, long openedOffset, long heardAt) {

    static final Serde<Socket> SERDE = Rows.serde(
            (socket, out) -> {
                out.writeInt(socket.slot);
                out.writeUTF(socket.boot);
                out.writeLong(socket.connection);
                out.writeUTF(socket.session);
                out.writeLong(socket.openedAt);
                out.writeLong(socket.openedOffset);
                out.writeLong(socket.heardAt);
            },
            in -> new Socket(
                    in.readInt(),
                    in.readUTF(),
                    in.readLong(),
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong()));

    boolean isSame(Socket other) {
        return slot == other.slot && boot.equals(other.boot) && connection == other.connection;
    }

    boolean isRivalOf(Socket other) {
        return !session.isEmpty() && session.equals(other.session) && !isSame(other);
    }

    boolean isNewerThan(Socket other) {
        return openedAt != other.openedAt ? openedAt > other.openedAt : openedOffset > other.openedOffset;
    }

    /// Whether the same socket was announced before, under another boot of its node.
    boolean isMoved(Socket before) {
        return connection == before.connection && session.equals(before.session) && !boot.equals(before.boot);
    }

    /// Whether the other was held by an earlier boot of the same slot.
    boolean isOnSlotAfter(Socket other) {
        return slot == other.slot && !boot.equals(other.boot);
    }

    Socket openedAs(Socket before) {
        return new Socket(slot, boot, connection, session, before.openedAt, before.openedOffset, heardAt);
    }

    Socket heard(long at) {
        return new Socket(slot, boot, connection, session, openedAt, openedOffset, at);
    }
}
