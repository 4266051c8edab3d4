package io.parley.campaign;

import io.parley.campaign.channels.ChannelChecker;
import io.parley.campaign.channels.ChannelRun;
import io.parley.campaign.check.Checker;
import io.parley.campaign.check.Verdict;
import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Ledger;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import io.parley.campaign.load.Crowd;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Deployment;
import io.parley.campaign.system.Layout;
import io.parley.campaign.system.LocalProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Every service as processes of their own, with several WebSocket nodes and routers and the providers' stand-ins,
/// started once for all tests of this JVM. Each run has people and a ledger of its own.
final class RunningSystem implements AutoCloseable {

    static final List<String> TENANTS = List.of("alpha", "beta", "gamma");
    static final Layout LAYOUT = new Layout(3, 2, true);

    private static final int MOST = 20;

    private final Map<String, String> canaries = new LinkedHashMap<>();
    private final Path folder;
    private final LocalProcesses deployment;
    private int runs;

    private RunningSystem() throws Exception {
        Campaign.hushLibraries();
        var random = new Random(1);
        TENANTS.forEach(tenant -> canaries.put(tenant, Canaries.make(Owner.TENANT, random)));
        folder = Files.createTempDirectory("parley-campaign-it-");
        deployment = new LocalProcesses(folder, canaries, LAYOUT);
        deployment.start();
    }

    LocalProcesses deployment() {
        return deployment;
    }

    /// Hands the system to tests that ask for it.
    static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningSystem.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(RunningSystem.class, type -> start(), RunningSystem.class);
        }

        private static RunningSystem start() {
            try {
                return new RunningSystem();
            } catch (Exception e) {
                throw new IllegalStateException("the system did not start", e);
            }
        }
    }

    /// The seed of a test: given, to have a run again, or a new one.
    static long seed() {
        return Long.getLong("parley.seed", System.nanoTime() % 1_000_000);
    }

    /// How many people talk over web chat, how much (messages a second all together), and for how long at least.
    ///
    /// @param patience how long to wait in the end for endings that do not come
    record Talk(long seed, int clients, double rate, Duration length, Duration patience) {}

    /// People of all tenants talk, and nothing befalls the system but what is done to it from outside.
    ///
    /// @param way what stands between the people and the system
    Verdict run(Talk talk, List<PlannedFault> faults, UnaryOperator<Deployment> way) throws Exception {
        return judged(talk, faults, way, Checker::check);
    }

    /// People of all tenants talk, faults befall the system, and after a kill of a node or router no word that is
    /// ready keeps a tab waiting for longer than a bound.
    Verdict run(Talk talk, List<PlannedFault> faults, Duration silence) throws Exception {
        return judged(talk, faults, UnaryOperator.identity(), ledger -> Checker.check(ledger, silence));
    }

    private Verdict judged(
            Talk talk, List<PlannedFault> faults, UnaryOperator<Deployment> way, Function<Recorded, Verdict> checker)
            throws Exception {
        var size = new Crowd.Size(TENANTS, talk.clients(), talk.rate(), "r" + (runs + 1) + "-");
        var pace = new Plan.Pace(500, 2_500, 5);
        var plan = new Plan(talk.seed(), size, pace, talk.length(), true, faults, 0, talk.patience());
        return judged(
                talk.seed(),
                (recorder, progress) ->
                        new Run(plan, way.apply(deployment), recorder, progress, Clock.systemUTC()).carryOut(),
                checker);
    }

    /// People write on the providers' phones, and the laws of the channels are held against what arrived.
    Verdict runChannels(ChannelRun.Plan plan) throws Exception {
        return judged(
                plan.seed(),
                (recorder, progress) -> new ChannelRun(
                                plan, deployment, deployment.sandbox(), LAYOUT.routerNames(), recorder, progress::say)
                        .carryOut(),
                ChannelChecker::check);
    }

    private interface Work {
        void carryOut(Recorder recorder, Progress progress) throws IOException, InterruptedException;
    }

    private Verdict judged(long seed, Work work, Function<Recorded, Verdict> checker) throws Exception {
        var place = folder.resolve("ledger-" + ++runs);
        var progress = new Progress(System.out);
        progress.say("seed " + seed + ", ledger in " + place);
        try (var ledger = new Ledger(place)) {
            var recorder = new Recorder(ledger, new Stamp.Source(Clock.systemUTC()));
            canaries.forEach((tenant, canary) -> recorder.note(new Line.Tenant(tenant, canary)));
            work.carryOut(recorder, progress);
        }
        var verdict = checker.apply(Recorded.read(place));
        new Report(System.out, MOST).words(verdict, place);
        return verdict;
    }

    @Override
    public void close() {
        deployment.close();
    }
}
