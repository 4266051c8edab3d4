package io.parley.egress.delivery;

import io.parley.channels.Channel;
import io.parley.channels.Sender;
import java.time.Duration;

/// What all lanes of one kind of channel share.
///
/// @param formerOwner how long a former owner's call may go on after it has lost the partition
record Station(
        Channel channel, Customers customers, Gates gates, Memory memory, Chronicle chronicle, Duration formerOwner) {

    String kind() {
        return channel.kind();
    }

    Sender sender() {
        return channel.sender();
    }
}
