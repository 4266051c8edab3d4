package io.parley.campaign;

import io.parley.campaign.check.Checker;
import io.parley.campaign.check.Verdict;
import io.parley.campaign.faults.Rounds;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.load.Crowd;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Layout;
import io.parley.campaign.system.LocalProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `./parley campaign sockets`: scripted talk over several WebSocket nodes and routers, which are killed, paused,
/// rolled, cut off from Kafka and robbed of their state at random; judged by the checker.
@Command(
        name = "sockets",
        description = "Talk over several nodes and routers that are killed, paused, rolled and cut off at random.",
        mixinStandardHelpOptions = true)
final class SocketsCommand implements Callable<Integer>, Recording.Form<LocalProcesses> {

    private static final int MOST = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Recording recording = new Recording();

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
            description = "For how long faults befall the system, for instance 90s or 10m (2m).")
    private Duration length = Duration.ofMinutes(2);

    @Option(
            names = "--silence",
            paramLabel = "8s",
            converter = Length.class,
            description = "For how long a ready word may keep a tab waiting after a kill (8s).")
    private Duration silence = Duration.ofSeconds(8);

    @Option(names = "--tenants", split = ",", paramLabel = "ID", description = "Tenants (${DEFAULT-VALUE}).")
    private List<String> tenants = List.of("alpha", "beta", "gamma");

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
    public Integer call() throws IOException, InterruptedException {
        if (nodes < 1 || nodes > MOST || routers < 1 || routers > MOST) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--nodes and --routers are from 1 to " + MOST);
        }
        return recording.judged(tenants, this);
    }

    @Override
    public LocalProcesses deployment(Path place, Map<String, String> canaries) throws IOException {
        return new LocalProcesses(place, canaries, layout());
    }

    @Override
    public void carryOut(LocalProcesses deployment, Recorder recorder, Progress progress)
            throws IOException, InterruptedException {
        new Run(plan(), deployment, recorder, progress, Clock.systemUTC()).carryOut();
    }

    @Override
    public Verdict judge(Recorded ledger) {
        return Checker.check(ledger, silence);
    }

    private Layout layout() {
        return new Layout(nodes, routers, false);
    }

    private Plan plan() {
        long seed = recording.seed();
        var faults = new Rounds(seed, layout().nodeNames(), layout().routerNames()).within(length);
        var size = new Crowd.Size(tenants, clients, rate, "p" + seed + "-");
        return new Plan(seed, size, new Plan.Pace(500, 2_500, 5), length, false, faults, 0, Plan.PATIENCE);
    }
}
