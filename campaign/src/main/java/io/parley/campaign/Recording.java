package io.parley.campaign;

import io.parley.campaign.check.Verdict;
import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Ledger;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every form of the campaign shares: a seed, a ledger that the run fills, and its verdict.
final class Recording {

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Talk and faults are drawn from it; random and printed by default.")
    private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            description = "Where ledger, logs and data go; a new folder by default.")
    private @Nullable Path directory;

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Option(names = "--check", paramLabel = "DIR", description = "Only check the ledger of an earlier run.")
    private @Nullable Path check;

    /// What one form of the campaign does.
    ///
    /// @param <D> what it needs of the system
    interface Form<D extends Deployment> {

        /// Prepares the system, without starting it.
        ///
        /// @param canaries tenant → marker in its prompt
        D deployment(Path place, Map<String, String> canaries) throws IOException;

        /// Carries out a run on the system, which serves.
        void carryOut(D deployment, Recorder recorder, Progress progress) throws IOException, InterruptedException;

        Verdict judge(Recorded ledger);
    }

    long seed() {
        return seed;
    }

    /// Starts the system, runs, stops and judges, or only judges an earlier run; prints the verdict.
    ///
    /// @param tenants those that get a marker
    /// @return the exit code
    <D extends Deployment> int judged(List<String> tenants, Form<D> form) throws IOException, InterruptedException {
        var ledger = check == null ? carryOut(tenants, form) : check;
        var verdict = form.judge(Recorded.read(ledger));
        new Report(System.out, Report.MOST).print(verdict, ledger, json);
        return verdict.isGreen() ? 0 : 1;
    }

    private <D extends Deployment> Path carryOut(List<String> tenants, Form<D> form)
            throws IOException, InterruptedException {
        var place = directory == null ? Files.createTempDirectory("parley-campaign-") : directory;
        var progress = new Progress(json ? System.err : System.out);
        var folder = place.resolve("ledger");
        progress.say("seed " + seed + ", ledger in " + folder);
        var canaries = canaries(tenants);
        try (var deployment = form.deployment(place, canaries);
                var ledger = new Ledger(folder)) {
            var recorder = new Recorder(ledger, new Stamp.Source(Clock.systemUTC()));
            canaries.forEach((tenant, canary) -> recorder.note(new Line.Tenant(tenant, canary)));
            deployment.start();
            progress.say("the system is ready");
            form.carryOut(deployment, recorder, progress);
            progress.say("stopping");
        }
        return folder;
    }

    private Map<String, String> canaries(List<String> tenants) {
        var random = new Random(seed);
        var canaries = new LinkedHashMap<String, String>();
        tenants.forEach(tenant -> canaries.put(tenant, Canaries.make(Owner.TENANT, random)));
        return canaries;
    }
}
