package io.parley.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The faults that are to come, in the order in which they were asked for. The first that fits a call befalls it.
final class Faults {

    private static final double REFUSE_FOR = 5;

    private final Clock clock;
    private final Consumer<Duration> refusal;
    private final AtomicLong ids = new AtomicLong();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /// @param refusal makes the server refuse connections for a while
    Faults(Clock clock, Consumer<Duration> refusal) {
        this.clock = clock;
        this.refusal = refusal;
    }

    /// Adds a fault and returns its id.
    long add(JsonNode rule) {
        long id = ids.incrementAndGet();
        if (rule.path("kind").asString("").equals("refuse-connection")) {
            double seconds = rule.path("seconds").asDouble(REFUSE_FOR);
            refusal.accept(Duration.ofMillis((long) (seconds * 1000)));
        } else {
            faults.add(new Fault(id, rule, clock.instant()));
        }
        return id;
    }

    Optional<Fault> take(Call call) {
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        return faults.stream()
                .filter(fault -> fault.takes(call, clock.instant()))
                .findFirst();
    }

    List<ObjectNode> toJson() {
        return faults.stream().map(Fault::toJson).toList();
    }

    void clear() {
        faults.clear();
    }
}
