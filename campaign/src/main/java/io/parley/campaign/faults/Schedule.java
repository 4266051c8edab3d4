package io.parley.campaign.faults;

import io.parley.campaign.faults.PlannedFault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Draws faults from a seed; the same seed and targets give the same schedule.
public final class Schedule {

    /// What it can draw.
    public static final Set<Kind> KINDS =
            Set.of(Kind.KILL, Kind.ALL, Kind.PAUSE, Kind.POSTGRES, Kind.KAFKA, Kind.MODEL);

    private static final List<String> MODEL_FAULTS = List.of(
            "server-error", "rate-limit", "overloaded", "close", "early-end", "reset", "error-in-stream", "garbage");

    private final Random random;
    private final List<String> targets;

    /// @param targets what a deployment offers
    public Schedule(long seed, List<String> targets) {
        random = new Random(seed);
        this.targets = List.copyOf(targets);
    }

    /// Faults of these kinds, as many as fit into the time.
    public List<PlannedFault> random(Set<Kind> kinds, Duration whole) {
        var faults = new ArrayList<PlannedFault>();
        var possible = kinds.stream().filter(this::isPossible).sorted().toList();
        var time = Duration.ZERO;
        while (!possible.isEmpty() && time.compareTo(whole) < 0) {
            var fault = draw(possible.get(random.nextInt(possible.size())));
            faults.add(fault);
            time = time.plus(fault.after()).plus(fault.length()).plus(recovery(fault.kind()));
        }
        return faults;
    }

    /// The same kill over and over, with a random time between them.
    ///
    /// @param target a process, or `all`
    public List<PlannedFault> kills(int count, String target) {
        var kind = target.equals("all") ? Kind.ALL : Kind.KILL;
        return IntStream.range(0, count)
                .mapToObj(number -> new PlannedFault(
                        kind, seconds(3, 6), kind == Kind.ALL ? targets : List.of(target), Duration.ZERO))
                .toList();
    }

    private boolean isPossible(Kind kind) {
        return switch (kind) {
            case POSTGRES -> targets.contains("postgres");
            case KAFKA -> targets.contains("kafka");
            case MODEL -> true;
            case KILL, ALL, PAUSE -> !targets.isEmpty();
            case ROLL, CUT, FORGET -> false; // see Rounds
        };
    }

    private PlannedFault draw(Kind kind) {
        var after = seconds(3, 12);
        return switch (kind) {
            case KILL -> new PlannedFault(kind, after, List.of(any(targets)), seconds(0, 3));
            case ALL -> new PlannedFault(kind, after, targets, seconds(0, 2));
            case PAUSE -> new PlannedFault(kind, after, List.of(any(targets)), seconds(1, 14));
            case POSTGRES -> new PlannedFault(kind, after, List.of("postgres"), seconds(2, 30));
            case KAFKA -> new PlannedFault(kind, after, List.of("kafka"), seconds(1, 8));
            case MODEL -> new PlannedFault(kind, after, List.of(any(MODEL_FAULTS)), seconds(2, 10));
            case ROLL, CUT, FORGET -> throw new IllegalArgumentException(kind + " is drawn by Rounds");
        };
    }

    /// Roughly how long the system needs until it serves again.
    private static Duration recovery(Kind kind) {
        return switch (kind) {
            case ALL -> Duration.ofSeconds(25);
            case KILL, KAFKA -> Duration.ofSeconds(12);
            case PAUSE, POSTGRES -> Duration.ofSeconds(5);
            case MODEL, ROLL, CUT, FORGET -> Duration.ZERO;
        };
    }

    private <T> T any(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private Duration seconds(int least, int most) {
        return Duration.ofMillis(least * 1_000L + random.nextLong((most - least) * 1_000L + 1));
    }
}
