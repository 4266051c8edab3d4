package io.parley.agent.turn;

import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingMessage;

/// What a running turn was told by the records behind it.
sealed interface Heard {

    /// A record that ends the turn: a cancel, or a person who speaks instead.
    record Stop(LaneRecord<IncomingMessage> by) implements Heard {}

    /// A new message, for the first time since the last look.
    record Message(LaneRecord<IncomingMessage> first) implements Heard {}
}
