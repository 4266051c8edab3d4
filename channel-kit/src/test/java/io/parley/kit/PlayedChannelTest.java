package io.parley.kit;

import java.time.Duration;

/// A channel that keeps the contract passes it.
class PlayedChannelTest extends ChannelContract {

    private final PlayedChannel channel = new PlayedChannel(PlayedChannel.Fault.NONE);
    private final Subject subject = new Subject(channel, channel, new Subject.Size(4, 5, 20, Duration.ofSeconds(5)), 7);

    @Override
    protected Subject subject() {
        return subject;
    }
}
