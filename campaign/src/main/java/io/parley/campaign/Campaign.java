package io.parley.campaign;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.parley.campaign.check.Checker;
import io.parley.campaign.check.Verdict;
import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.faults.PlannedFault.Kind;
import io.parley.campaign.faults.Schedule;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.load.Crowd;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Attached;
import io.parley.campaign.system.Deployment;
import io.parley.campaign.system.Layout;
import io.parley.campaign.system.LocalProcesses;
import io.parley.campaign.system.OneJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./parley campaign`: load and faults against a running system, a ledger of what was seen, and its verdict. Exit
/// codes: 0 every promise was kept, 1 one was broken or the run could not be carried out, 2 wrong use.
@Command(
        name = "./parley campaign",
        description = "Load and faults against the running system, with a ledger and its checker.",
        subcommands = {ChannelsCommand.class, SocketsCommand.class},
        mixinStandardHelpOptions = true)
public final class Campaign implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Recording recording = new Recording();

    @Option(names = "--minutes", paramLabel = "M", description = "How long people talk (${DEFAULT-VALUE}).")
    private double minutes = 1;

    @Option(names = "--seconds", paramLabel = "S", description = "The same in seconds.")
    private @Nullable Integer seconds;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description = "Comma-separated: kill, all, pause, postgres, kafka, model; or none (${DEFAULT-VALUE}).")
    private String faults = "none";

    @Option(names = "--kills", paramLabel = "N", description = "Kill the target N times instead.")
    private int kills;

    @Option(
            names = "--target",
            paramLabel = "all|each|NAME",
            description = "What to kill: everything at once, each process N times, or one (${DEFAULT-VALUE}).")
    private String target = "all";

    @Option(names = "--clients", paramLabel = "N", description = "Number of people (${DEFAULT-VALUE}).")
    private int clients = 300;

    @Option(names = "--rate", paramLabel = "MSG/S", description = "Messages a second (${DEFAULT-VALUE}).")
    private double rate = 50;

    @Option(names = "--in-flight", paramLabel = "N", description = "Turns in flight before a kill (${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--model-ms",
            paramLabel = "MIN..MAX",
            description = "Time until the model's first token (${DEFAULT-VALUE}).")
    private String modelMillis = "1000..4000";

    @Option(
            names = "--tenants",
            split = ",",
            paramLabel = "ID",
            description = "Tenants to write to (${DEFAULT-VALUE}).")
    private List<String> tenants = List.of("alpha", "beta", "gamma");

    @Option(names = "--mode", paramLabel = "jvm|processes", description = "How to start the system (${DEFAULT-VALUE}).")
    private String mode = "processes";

    @ArgGroup(exclusive = false)
    private @Nullable Running running;

    /// A system that runs already.
    private static final class Running {

        @Option(names = "--attach", required = true, paramLabel = "WS-URL", description = "Use the system at this URL.")
        private URI sockets = URI.create("ws://localhost:8080");

        @Option(
                names = "--bootstrap",
                paramLabel = "HOST:PORT",
                defaultValue = "localhost:9092",
                description = "Its Kafka (${DEFAULT-VALUE}).")
        private String bootstrap = "localhost:9092";

        @Option(
                names = "--model",
                paramLabel = "URL",
                defaultValue = "http://localhost:8086",
                description = "Its stand-in model (${DEFAULT-VALUE}).")
        private URI model = URI.create("http://localhost:8086");
    }

    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /// Runs one campaign and returns its exit code.
    static int run(String... arguments) {
        hushLibraries();
        return new CommandLine(new Campaign())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("parley: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    /// Kafka's clients tell at length that a broker is away, which is what this program does to them.
    static void hushLibraries() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    }

    /// The tenants of a system that runs already are not ours to mark.
    @Override
    public Integer call() throws IOException, InterruptedException {
        var plan = plan(targets());
        return recording.judged(running == null ? tenants : List.of(), new Form(plan));
    }

    private final class Form implements Recording.Form<Deployment> {

        private final Plan plan;

        private Form(Plan plan) {
            this.plan = plan;
        }

        @Override
        public Deployment deployment(Path place, Map<String, String> canaries) throws IOException {
            if (running != null) {
                return new Attached(running.sockets, running.bootstrap, running.model);
            }
            return mode.equals("jvm") ? new OneJvm(place, canaries) : new LocalProcesses(place, canaries);
        }

        @Override
        public void carryOut(Deployment deployment, Recorder recorder, Progress progress)
                throws IOException, InterruptedException {
            new Run(plan, deployment, recorder, progress, Clock.systemUTC()).carryOut();
        }

        @Override
        public Verdict judge(Recorded ledger) {
            return Checker.check(ledger);
        }
    }

    private List<String> targets() {
        if (running != null) {
            return List.of();
        }
        return switch (mode) {
            case "processes" -> Layout.SINGLE.targets();
            case "jvm" -> OneJvm.TARGETS;
            default -> throw wrong("--mode is jvm or processes");
        };
    }

    private Plan plan(List<String> targets) {
        var talk = seconds == null ? Duration.ofMillis((long) (minutes * 60_000)) : Duration.ofSeconds(seconds);
        var model = Arrays.stream(modelMillis.split("\\.\\.", 2)).toList();
        try {
            var pace = new Plan.Pace(Integer.parseInt(model.getFirst()), Integer.parseInt(model.getLast()), 5);
            var size = new Crowd.Size(tenants, clients, rate, "p" + recording.seed() + "-");
            return new Plan(recording.seed(), size, pace, talk, true, faults(targets, talk), inFlight, Plan.PATIENCE);
        } catch (NumberFormatException e) {
            throw wrong("--model-ms is two numbers with two dots between them");
        }
    }

    private List<PlannedFault> faults(List<String> targets, Duration talk) {
        var schedule = new Schedule(recording.seed(), targets);
        if (kills == 0) {
            return faults.equals("none") ? List.of() : schedule.random(kinds(), talk);
        }
        if (!target.equals("all") && !target.equals("each") && !targets.contains(target)) {
            throw wrong("--target is all, each or one of " + String.join(", ", targets));
        }
        var planned = new ArrayList<PlannedFault>();
        for (var name : target.equals("each") ? targets : List.of(target)) {
            planned.addAll(schedule.kills(kills, name));
        }
        return planned;
    }

    private Set<Kind> kinds() {
        var words = Arrays.stream(faults.split(","))
                .map(word -> word.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var kinds = Schedule.KINDS.stream()
                .filter(kind -> words.contains(kind.name()))
                .collect(Collectors.toSet());
        if (kinds.size() < words.size()) {
            throw wrong("--faults knows kill, all, pause, postgres, kafka, model, and none");
        }
        return kinds;
    }

    private ParameterException wrong(String line) {
        var command = spec == null ? new CommandLine(this) : spec.commandLine();
        return new ParameterException(command, line);
    }
}
