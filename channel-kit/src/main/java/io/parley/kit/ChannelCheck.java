package io.parley.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./parley channel-check NAME`: the conformance suite against a channel of a running system, from outside. Exit
/// codes:
/// 0 nothing failed, 1 a check failed or could not be carried out, 2 wrong use.
@Command(
        name = "./parley channel-check",
        description = "Checks that a channel of the running system does what every channel has to do.",
        footer = {
            "",
            "NAME is the id or the kind of a channel account that the sandbox stands in for, or, with --post, the id of",
            "the account of any channel that takes {message_id, user_id, text} by POST and posts replies as JSON to",
            "http://localhost:CALLBACK-PORT/."
        },
        mixinStandardHelpOptions = true)
public final class ChannelCheck implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The channel account, or its kind.")
    private String name = "";

    @Option(names = "--sandbox", paramLabel = "URL", description = "The sandbox (${DEFAULT-VALUE}).")
    private URI sandbox = URI.create("http://localhost:8085");

    @Option(names = "--ingress", paramLabel = "URL", description = "ingress-webhooks (${DEFAULT-VALUE}).")
    private URI ingress = URI.create("http://localhost:8081");

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Its Kafka (${DEFAULT-VALUE}).")
    private String kafka = "localhost:9092";

    @Option(names = "--seed", paramLabel = "N", description = "People and words are drawn from it; random by default.")
    private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

    @Option(names = "--people", paramLabel = "N", description = "People who write at the same time (${DEFAULT-VALUE}).")
    private int people = 8;

    @Option(names = "--burst", paramLabel = "N", description = "People in the burst (${DEFAULT-VALUE}).")
    private int burst = 60;

    @Option(names = "--patience", paramLabel = "S", description = "Seconds until all has ended (${DEFAULT-VALUE}).")
    private int patience = 90;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CHECK",
            description = "Only these, such as one-reply,order; all by default.")
    private List<String> only = List.of();

    @Option(
            names = "--restart-command",
            paramLabel = "CMD",
            description = "Ends the adapter without notice and starts it; without it that check is skipped.")
    private @Nullable String restartCommand;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean json;

    @ArgGroup(exclusive = false)
    private @Nullable Foreign foreign;

    /// A channel that is spoken to directly.
    private static final class Foreign {

        @Option(names = "--post", required = true, paramLabel = "URL", description = "Where messages are posted.")
        private URI post = URI.create("http://localhost:3000/messages");

        @Option(names = "--token", paramLabel = "TOKEN", description = "Sent as Authorization: Bearer.")
        private String token = "";

        @Option(
                names = "--callback-port",
                paramLabel = "PORT",
                defaultValue = "9999",
                description = "Where the kit listens for replies (${DEFAULT-VALUE}).")
        private int callbackPort = 9999;
    }

    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /// Runs the suite and returns the exit code.
    static int run(String... arguments) {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        return new CommandLine(new ChannelCheck())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("parley: " + reason(failure));
                    return 1;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var checks = checks();
        var report = new Report(System.out, json);
        try (var driver = driver();
                var log = new KafkaLog(kafka)) {
            var size = new Subject.Size(people, 5, burst, Duration.ofSeconds(patience));
            var subject = new Subject(driver, log, size, seed);
            var verdicts = new EnumMap<Check, Verdict>(Check.class);
            for (var check : checks) {
                verdicts.put(check, check.run(subject));
                report.ended(check, verdicts.get(check));
            }
            report.ended(driver.account(), seed, verdicts);
            return verdicts.values().stream().anyMatch(Verdict.Failed.class::isInstance) ? 1 : 0;
        }
    }

    private Driver driver() throws IOException, InterruptedException {
        var restart = restartCommand == null ? Restart.unknown() : Restart.by(restartCommand);
        if (foreign != null) {
            return new HttpDriver(name, foreign.post, foreign.token, foreign.callbackPort, restart);
        }
        var account = SandboxDriver.find(name, sandbox)
                .orElseThrow(() -> wrong("the sandbox stands in for no channel or kind " + name));
        return new SandboxDriver(account, sandbox, ingress, restart);
    }

    private List<Check> checks() {
        if (people < 1 || burst < 1 || patience < 1) {
            throw wrong("--people, --burst and --patience are positive numbers");
        }
        var all = Arrays.asList(Check.values());
        only.stream()
                .filter(title -> all.stream().noneMatch(check -> check.title().equals(title)))
                .findFirst()
                .ifPresent(title -> {
                    throw wrong("there is no check " + title + "; there are "
                            + String.join(", ", all.stream().map(Check::title).toList()));
                });
        return all.stream()
                .filter(check -> only.isEmpty() || only.contains(check.title()))
                .toList();
    }

    private static String reason(Exception failure) {
        if (failure instanceof KafkaException) {
            return "no Parley in Kafka at --kafka: " + failure.getMessage();
        }
        return failure.getMessage() == null
                ? "the system does not answer: " + failure.getClass().getSimpleName()
                : failure.getMessage();
    }

    private ParameterException wrong(String line) {
        var command = spec == null ? new CommandLine(this) : spec.commandLine();
        return new ParameterException(command, line);
    }
}
