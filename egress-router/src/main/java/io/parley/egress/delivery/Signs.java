package io.parley.egress.delivery;

import io.parley.schemas.avro.EndSign;
import io.parley.schemas.avro.TurnProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Shows people that somebody is at work, as well as it can: nothing waits for it, nothing of it is kept.
final class Signs {

    /// An older sign says nothing about now.
    static final Duration STALE = Duration.ofSeconds(30);

    private final Station station;
    private final ConcurrentMap<String, SignKeeper> keepers = new ConcurrentHashMap<>();

    Signs(Station station) {
        this.station = station;
    }

    /// Takes in a sign of life.
    ///
    /// @param logged when it was routed
    void accept(TurnProgress progress, Instant logged) {
        if (!showsAnything() || logged.plus(STALE).isBefore(station.chronicle().now())) {
            return;
        }
        if (progress.getSign() instanceof EndSign) {
            end(progress.getClientId());
            return;
        }
        keepers.compute(progress.getClientId(), (client, known) -> {
            if (known != null && known.hear(progress)) {
                return known;
            }
            var keeper = new SignKeeper(station, client, progress);
            Thread.ofVirtual().name("sign-" + station.kind()).start(() -> {
                keeper.run();
                keepers.remove(client, keeper);
            });
            return keeper;
        });
    }

    /// The answer is there, or there will be none.
    void end(String clientId) {
        var keeper = keepers.remove(clientId);
        if (keeper != null) {
            keeper.end();
        }
    }

    void endAll() {
        keepers.keySet().forEach(this::end);
    }

    private boolean showsAnything() {
        return station.sender().signLasts().isPositive() || station.sender().streams();
    }
}
