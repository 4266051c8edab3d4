package io.parley.campaign;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Every service as processes of their own, with several WebSocket nodes and routers, started once for all tests of
/// this
/// JVM. Each run has people and a ledger of its own.
final class RunningSystem implements AutoCloseable {

    static final List<String> TENANTS = List.of("alpha", "beta", "gamma");
    static final Layout LAYOUT = new Layout(3, 2, false);

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

    /// Who talks, how much (messages a second) and for how long.
    record Talk(List<String> tenants, int clients, double rate, Duration length) {}

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

    /// People of these tenants talk, faults befall the system, and the ledger is checked.
    ///
    /// @param way what stands between the people and the system
    /// @param patience how long to wait in the end for endings that do not come
    Verdict run(Talk talk, List<PlannedFault> faults, UnaryOperator<Deployment> way, Duration patience)
            throws Exception {
        var place = folder.resolve("ledger-" + ++runs);
        long seed = System.nanoTime() % 1_000_000;
        try (var ledger = new Ledger(place)) {
            var recorder = new Recorder(ledger, new Stamp.Source(Clock.systemUTC()));
            canaries.forEach((tenant, canary) -> recorder.note(new Line.Tenant(tenant, canary)));
            var size = new Crowd.Size(talk.tenants(), talk.clients(), talk.rate(), "r" + runs + "-");
            var plan = new Plan(seed, size, new Plan.Pace(500, 2_500, 5), talk.length(), faults, 0, patience);
            var progress = new Progress(System.out);
            progress.say("seed " + seed + ", ledger in " + place);
            new Run(plan, way.apply(deployment), recorder, progress, Clock.systemUTC()).carryOut();
        }
        var verdict = Checker.check(Recorded.read(place));
        new Report(System.out, 20).words(verdict, place);
        return verdict;
    }

    @Override
    public void close() {
        deployment.close();
    }
}
