package io.parley.bench.overhead;

import io.parley.bench.system.SystemUnderTest;
import io.parley.standalone.process.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `./parley bench overhead`.
@Command(
        name = "overhead",
        mixinStandardHelpOptions = true,
        description =
                "From a socket's message to the agent's reply, with a model that takes no time, beside a raw relay"
                        + " over as many Kafka hops plus one PostgreSQL commit. Open loop, interleaved blocks (ABBA).")
public final class OverheadCommand implements Callable<Integer> {

    /// Bursts close at once.
    private static final String TENANTS = """
            tenants:
              - id: bench
                channels:
                  - {id: bench-web, kind: web, guests: open, allowed-origins: ["*"], burst: {quiet: 0s, cap: 8s}}
                agent: {system-prompt: "Repeat."}
                limits: {messages-per-minute: 100000, burst: 100000, connections-per-user: 10}
            """;

    @Option(names = "--rate", defaultValue = "100", description = "Messages a second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--block", defaultValue = "10", description = "Seconds a block (${DEFAULT-VALUE}).")
    private int blockSeconds;

    @Option(names = "--pairs", defaultValue = "6", description = "Pairs of blocks (${DEFAULT-VALUE}).")
    private int pairs;

    @Option(
            names = "--warm-up",
            defaultValue = "420",
            description = "Seconds of load on both before, at most; it ends when code is compiled (${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--warm-up-rate",
            defaultValue = "200",
            description = "Messages a second meanwhile (${DEFAULT-VALUE}).")
    private int warmUpRate;

    @Option(names = "--json", description = "One JSON document instead of text.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        var out = spec.commandLine().getOut();
        var folder = Files.createTempDirectory("parley-bench");
        Logging.toFile(folder);
        progress("starting the system, logs in " + folder);
        try (var system = SystemUnderTest.started(folder, TENANTS)) {
            createTopics(system.bootstrap());
            var relay = system.java(
                    RawRelay.class.getName(),
                    List.of("-Xmx512m"),
                    List.of(system.bootstrap(), system.jdbcUrl(), "parley"));
            try (var ours = new ChatContender(system.process(), system.port(8080));
                    var baseline = new RelayContender(relay, system.bootstrap())) {
                var comparison = new Comparison(ours, baseline, rate, Duration.ofSeconds(blockSeconds));
                comparison.warmUp(
                        warmUpRate,
                        Duration.ofSeconds(warmUpSeconds),
                        new CompilerLoad(system.workerMetrics()),
                        this::progress);
                print(out, comparison.run(pairs, this::progress));
            }
        }
        return 0;
    }

    private void print(PrintWriter out, OverheadReport report) {
        out.print(json ? new JsonMapper().writeValueAsString(report) + "\n" : report.text());
        out.flush();
    }

    private void progress(String line) {
        var err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private static void createTopics(String bootstrap) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(RawRelay.TOPICS.stream()
                            .map(name -> new NewTopic(name, 6, (short) 1))
                            .collect(Collectors.toSet()))
                    .all()
                    .get();
        }
    }
}
