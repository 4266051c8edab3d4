package io.parley.bench.fairness;

import io.parley.bench.system.SystemUnderTest;
import io.parley.standalone.process.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `./parley bench fairness`.
@Command(
        name = "fairness",
        mixinStandardHelpOptions = true,
        description =
                "The first answer to new customers of one tenant while a crowd of another tenant's customers waits for"
                        + " theirs, beside the same without the crowd, in pairs of blocks of one run. Open loop.")
public final class FairnessCommand implements Callable<Integer> {

    /// The crowd's turns may wait for long, and cost what they like: it is not they that are measured.
    private static final String TENANTS = """
            tenants:
              - id: calm
                channels:
                  - {id: calm-web, kind: web, guests: open, allowed-origins: ["*"], burst: {quiet: 0s, cap: 8s}}
                agent: {system-prompt: "Repeat, calmly."}
                budget: {tokens-per-day: 1000000000000, money-per-day: 1000000000}
              - id: busy
                channels:
                  - {id: busy-web, kind: web, guests: open, allowed-origins: ["*"], burst: {quiet: 0s, cap: 8s}}
                agent: {system-prompt: "Repeat, busily.", turn-timeout: 30m}
                budget: {tokens-per-day: 1000000000000, money-per-day: 1000000000}
            """;

    /// Whoever finds no permit waits: by default a client is told after 10 s to come back.
    private static final String PATIENT = "parley.agent.permits.patience=30m";

    /// An answer of three tokens and as many events without text takes 61 s: few end at a time, and no guard of the
    /// worker takes it for dead (30 s until the first, 20 s without text).
    private static final String SLOW = "{\"tenant\": \"busily\", \"first_token_ms\": 20000, \"per_token_ms\": 6000}";
    private static final String AT_ONCE = "{\"tenant\": \"busily\", \"first_token_ms\": 0, \"per_token_ms\": 0}";
    /// More than have to wait, since some are answered meanwhile.
    private static final double SURPLUS = 1.15;

    @Option(names = "--waiting", defaultValue = "10000", description = "Conversations that wait (${DEFAULT-VALUE}).")
    private int waiting;

    @Option(names = "--visitors", defaultValue = "60", description = "New customers a block (${DEFAULT-VALUE}).")
    private int visitors;

    @Option(names = "--every", defaultValue = "250", description = "Milliseconds between them (${DEFAULT-VALUE}).")
    private int everyMillis;

    @Option(names = "--pairs", defaultValue = "3", description = "Pairs of blocks (${DEFAULT-VALUE}).")
    private int pairs;

    @Option(
            names = "--model",
            defaultValue = "250",
            description = "Milliseconds until the model's first word for a new customer (${DEFAULT-VALUE}).")
    private int modelMillis;

    @Option(names = "--json", description = "One JSON document instead of text.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("parley-bench");
        Logging.toFile(folder);
        progress("starting the system, logs in " + folder);
        try (var system = SystemUnderTest.started(folder, TENANTS, PATIENT);
                var door = new Visitors(system.port(8080), Duration.ofMillis(everyMillis));
                var crowd = new Crowd(system)) {
            system.control("pace", "{\"first_token_ms\": %d, \"per_token_ms\": 0}".formatted(modelMillis));
            progress("warming up: what is measured first must not be what is compiled first");
            pair(system, door, crowd);
            var report = new ArrayList<FairnessReport.Pair>();
            for (int pair = 0; pair < pairs; pair++) {
                report.add(pair(system, door, crowd));
                progress("pair %d of %d: %s"
                        .formatted(pair + 1, pairs, report.getLast().text()));
            }
            print(FairnessReport.of(waiting, modelMillis, report));
        }
        return 0;
    }

    private FairnessReport.Pair pair(SystemUnderTest system, Visitors door, Crowd crowd)
            throws IOException, InterruptedException {
        var alone = door.admit(visitors);
        system.control("pace", SLOW);
        progress("the crowd arrives");
        crowd.arrive((int) (waiting * SURPLUS));
        var before = crowd.waiting();
        var beside = door.admit(visitors);
        var after = crowd.waiting();
        progress("%d waited before, %d after; the crowd is answered".formatted(before, after));
        system.control("pace", AT_ONCE);
        crowd.awaitAnswered();
        return new FairnessReport.Pair(alone, beside, Math.min(before, after));
    }

    private void print(FairnessReport report) {
        var out = spec.commandLine().getOut();
        out.print(json ? new JsonMapper().writeValueAsString(report) + "\n" : report.text());
        out.flush();
    }

    private void progress(String line) {
        var err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
