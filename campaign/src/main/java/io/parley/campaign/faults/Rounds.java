package io.parley.campaign.faults;

import io.parley.campaign.faults.PlannedFault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Faults of WebSocket nodes and routers, drawn from a seed: in each round every kind once, in another order, each on
/// any node or router.
public final class Rounds {

    /// About what it takes until all serve and have come up to date again.
    private static final Duration RECOVERY = Duration.ofSeconds(9);

    /// Longer than a node or router may be silent before another takes over what it holds.
    private static final int LEAST_PAUSE = 8;

    private static final int MOST_PAUSE = 15;

    private final Random random;
    private final List<String> nodes;
    private final List<String> routers;

    /// @param nodes processes that hold sockets; with several, each can be cut off from Kafka
    /// @param routers processes that decide what each socket gets
    public Rounds(long seed, List<String> nodes, List<String> routers) {
        random = new Random(seed);
        this.nodes = List.copyOf(nodes);
        this.routers = List.copyOf(routers);
    }

    /// As many faults as fit into the time, but one round at least.
    public List<PlannedFault> within(Duration whole) {
        var faults = round();
        var time = faults.stream().map(Rounds::duration).reduce(Duration.ZERO, Duration::plus);
        while (true) {
            for (var fault : round()) {
                time = time.plus(duration(fault));
                if (time.compareTo(whole) > 0) {
                    return faults;
                }
                faults.add(fault);
            }
        }
    }

    private static Duration duration(PlannedFault fault) {
        return fault.after().plus(fault.length()).plus(RECOVERY);
    }

    /// Every kind once.
    public List<PlannedFault> round() {
        var round = new ArrayList<>(List.of(
                fault(Kind.KILL, nodes, 1, 3),
                fault(Kind.KILL, routers, 1, 3),
                fault(Kind.PAUSE, nodes, LEAST_PAUSE, MOST_PAUSE),
                fault(Kind.PAUSE, routers, LEAST_PAUSE, MOST_PAUSE),
                fault(Kind.ROLL, nodes, 0, 1),
                fault(Kind.ROLL, routers, 0, 1),
                fault(Kind.FORGET, routers, 1, 3)));
        if (nodes.size() > 1) {
            round.add(fault(Kind.CUT, nodes, LEAST_PAUSE, MOST_PAUSE));
        }
        Collections.shuffle(round, random);
        return round;
    }

    private PlannedFault fault(Kind kind, List<String> targets, int least, int most) {
        var target = targets.get(random.nextInt(targets.size()));
        return new PlannedFault(kind, millis(2_000, 5_000), List.of(target), millis(least * 1_000, most * 1_000));
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least + 1));
    }
}
