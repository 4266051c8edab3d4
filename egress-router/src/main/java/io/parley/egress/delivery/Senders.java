package io.parley.egress.delivery;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The senders of all kinds of channel.
final class Senders {

    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);

    private final List<ChannelLanes> lanes;
    private final Duration drain;

    /// @param drain how long calls under way may take when it stops
    Senders(List<ChannelLanes> lanes, Duration drain) {
        this.lanes = List.copyOf(lanes);
        this.drain = drain;
    }

    void start() {
        lanes.forEach(ChannelLanes::start);
        LOG.atInfo().addKeyValue("channels", lanes.size()).log("delivery started");
    }

    boolean areHealthy() {
        return lanes.stream().allMatch(ChannelLanes::isHealthy);
    }

    /// All at once: each may take the whole time.
    void stop() {
        var stopping = lanes.stream()
                .map(channel -> Thread.ofVirtual().start(() -> channel.close(drain)))
                .toList();
        try {
            for (var thread : stopping) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.atInfo().log("delivery stopped");
    }
}
