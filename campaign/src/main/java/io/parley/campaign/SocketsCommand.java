package io.parley.campaign;

import io.parley.campaign.check.Checker;
import io.parley.campaign.faults.Rounds;
import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Ledger;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import io.parley.campaign.load.Crowd;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Layout;
import io.parley.campaign.system.LocalProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `./parley campaign sockets`: scripted talk over several WebSocket nodes and routers, which are killed, paused,
/// rolled,
/// cut off from Kafka and robbed of their state at random; judged by the checker.
@Command(
        name = "sockets",
        description = "Talk over several nodes and routers that are killed, paused, rolled and cut off at random.",
        mixinStandardHelpOptions = true)
final class SocketsCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MOST = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Talk and faults are drawn from it; random and printed by default.")
    private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

    @Option(names = "--nodes", paramLabel = "N", description = "WebSocket nodes (${DEFAULT-VALUE}).")
    private int nodes = 3;

    @Option(names = "--routers", paramLabel = "N", description = "Egress routers (${DEFAULT-VALUE}).")
    private int routers = 2;

    @Option(names = "--clients", paramLabel = "N", description = "Number of people (${DEFAULT-VALUE}).")
    private int clients = 300;

    @Option(names = "--rate", paramLabel = "MSG/S", description = "Messages a second (${DEFAULT-VALUE}).")
    private double rate = 30;

    @Option(
            names = "--length",
            paramLabel = "10m",
            converter = Length.class,
            description = "For about how long faults befall the system, for instance 90s or 10m (2m).")
    private Duration length = Duration.ofMinutes(2);

    @Option(
            names = "--silence",
            paramLabel = "8s",
            converter = Length.class,
            description = "For how long a ready word may keep a tab waiting after a kill (8s).")
    private Duration silence = Duration.ofSeconds(8);

    @Option(names = "--tenants", split = ",", paramLabel = "ID", description = "Tenants (${DEFAULT-VALUE}).")
    private List<String> tenants = List.of("alpha", "beta", "gamma");

    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            description = "Where ledger, logs and data go; a new folder by default.")
    private @Nullable Path directory;

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Option(names = "--check", paramLabel = "DIR", description = "Only check the ledger of an earlier run.")
    private @Nullable Path check;

    /// `90s`, `10m`, `1h30m`.
    static final class Length implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            try {
                return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            } catch (DateTimeException e) {
                throw new TypeConversionException(text + " is no length of time, such as 90s or 10m");
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        if (nodes < 1 || nodes > MOST || routers < 1 || routers > MOST) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--nodes and --routers are from 1 to " + MOST);
        }
        var place = check == null ? carryOut() : check;
        var verdict = Checker.check(Recorded.read(place), silence);
        new Report(System.out, Report.MOST).print(verdict, place, json);
        return verdict.isGreen() ? 0 : 1;
    }

    private Path carryOut() throws IOException, InterruptedException {
        var place = directory == null ? Files.createTempDirectory("parley-campaign-") : directory;
        var progress = new Progress(json ? System.err : System.out);
        var ledgerFolder = place.resolve("ledger");
        progress.say("seed " + seed + ", ledger in " + ledgerFolder);
        var canaries = new LinkedHashMap<String, String>();
        var random = new Random(seed);
        tenants.forEach(tenant -> canaries.put(tenant, Canaries.make(Owner.TENANT, random)));
        var layout = new Layout(nodes, routers, false);
        try (var deployment = new LocalProcesses(place, canaries, layout);
                var ledger = new Ledger(ledgerFolder)) {
            var recorder = new Recorder(ledger, new Stamp.Source(Clock.systemUTC()));
            canaries.forEach((tenant, canary) -> recorder.note(new Line.Tenant(tenant, canary)));
            deployment.start();
            progress.say("the system is ready");
            new Run(plan(layout), deployment, recorder, progress, Clock.systemUTC()).carryOut();
            progress.say("stopping");
        }
        return ledgerFolder;
    }

    private Plan plan(Layout layout) {
        var faults = new Rounds(seed, layout.nodeNames(), layout.routerNames()).within(length);
        var size = new Crowd.Size(tenants, clients, rate, "p" + seed + "-");
        return new Plan(seed, size, new Plan.Pace(500, 2_500, 5), length, faults, 0, PATIENCE);
    }
}
