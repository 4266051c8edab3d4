package io.parley.campaign;

import io.parley.campaign.faults.Nemesis;
import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.faults.PlannedFault.Kind;
import io.parley.campaign.load.Crowd;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Deployment;
import io.parley.campaign.watch.CommitWatch;
import io.parley.campaign.watch.HiccupWatch;
import io.parley.campaign.watch.ModelControl;
import io.parley.campaign.watch.TopicDump;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// One run against a deployment that serves: people come, talk, suffer faults, fall silent, and are answered to the
/// last word; then the topics are read.
final class Run {

    private static final Duration ARRIVAL = Duration.ofMinutes(3);
    private static final Duration PATIENCE_BEFORE_A_FAULT = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /// Faults that begin when everybody is connected and enough is going on, if that can be reached within a while.
    private static final Set<Kind> FROM_CALM =
            EnumSet.of(Kind.KILL, Kind.ALL, Kind.PAUSE, Kind.ROLL, Kind.CUT, Kind.FORGET);

    private final Plan plan;
    private final Deployment deployment;
    private final Recorder recorder;
    private final Progress progress;
    private final InstantSource clock;

    Run(Plan plan, Deployment deployment, Recorder recorder, Progress progress, InstantSource clock) {
        this.plan = plan;
        this.deployment = deployment;
        this.recorder = recorder;
        this.progress = progress;
        this.clock = clock;
    }

    void carryOut() throws IOException, InterruptedException {
        try (var model = new ModelControl(deployment.model());
                var crowd = new Crowd(plan.crowd(), plan.seed(), deployment::sockets, recorder, clock)) {
            model.echo();
            model.pace(
                    plan.pace().leastMillis(),
                    plan.pace().mostMillis(),
                    plan.pace().perTokenMillis(),
                    plan.seed());
            model.watch(recorder);
            crowd.arrive();
            await(crowd::isLive, ARRIVAL);
            progress.say(plan.crowd().clients() + " people are connected");
            var topics = new TopicDump(deployment.bootstrapServers());
            try (var _ = new CommitWatch(deployment.bootstrapServers(), recorder);
                    var _ = new HiccupWatch(recorder)) {
                talk(crowd, model);
                drain(crowd, topics);
            }
            crowd.hold();
            progress.say("reading the topics");
            topics.read(recorder);
        }
    }

    private void talk(Crowd crowd, ModelControl model) throws IOException, InterruptedException {
        try (var rate = new Rate(crowd::said)) {
            crowd.talk();
            Thread.sleep(WARM_UP);
            long end = System.nanoTime() + plan.talk().minus(WARM_UP).toNanos();
            suffer(crowd, model, rate, end);
            while (System.nanoTime() < end) {
                Thread.sleep(Math.clamp(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()), 1, 5_000));
                progress.say(words(figures(crowd, model, rate)));
            }
            crowd.hush();
        }
    }

    private void suffer(Crowd crowd, ModelControl model, Rate rate, long end) throws IOException, InterruptedException {
        var nemesis = new Nemesis(deployment, model, recorder);
        int number = 0;
        for (var fault : plan.faults()) {
            if (!plan.isWhole() && System.nanoTime() > end) {
                return;
            }
            Thread.sleep(fault.after());
            if (FROM_CALM.contains(fault.kind())) {
                await(() -> crowd.isLive() && model.running() >= plan.turnsInFlight(), PATIENCE_BEFORE_A_FAULT);
            }
            strike(nemesis, fault, ++number, figures(crowd, model, rate));
        }
    }

    private void strike(Nemesis nemesis, PlannedFault fault, int number, Map<String, Double> figures)
            throws IOException, InterruptedException {
        progress.say(
                "fault %d of %d: %s, at %s".formatted(number, plan.faults().size(), fault.words(), words(figures)));
        long start = System.nanoTime();
        nemesis.strike(fault, figures);
        progress.say(String.format(Locale.ROOT, "  all serve again after %.1f s", (System.nanoTime() - start) / 1e9));
    }

    private static String words(Map<String, Double> figures) {
        return figures.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(figure -> String.format(Locale.ROOT, "%.0f %s", figure.getValue(), figure.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Double> figures(Crowd crowd, ModelControl model, Rate rate) {
        return Map.of(
                "messages a second",
                rate.now(),
                "turns in flight",
                (double) model.running(),
                "messages without an ending",
                (double) crowd.unfinished());
    }

    private void drain(Crowd crowd, TopicDump topics) throws InterruptedException {
        progress.say("silence; " + (crowd.unsettled() + crowd.unfinished()) + " messages wait for their ending");
        boolean settled = settle(crowd);
        long deadline = System.nanoTime() + plan.patience().toNanos();
        while (!topics.rest(recorder, System.nanoTime() > deadline) && System.nanoTime() < deadline) {
            Thread.sleep(200);
        }
        progress.say(settled ? "every message has its ending" : "some messages have no ending");
    }

    /// Waits as long as messages come to their endings, and gives up when none did for a while.
    private boolean settle(Crowd crowd) throws InterruptedException {
        int waiting = Integer.MAX_VALUE;
        long deadline = System.nanoTime() + plan.patience().toNanos();
        while (System.nanoTime() < deadline) {
            int now = crowd.unsettled() + crowd.unfinished();
            if (now == 0 && crowd.isLive()) {
                return true;
            }
            if (now < waiting) {
                waiting = now;
                deadline = System.nanoTime() + plan.patience().toNanos();
            }
            Thread.sleep(100);
        }
        return false;
    }

    private static boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }
}
