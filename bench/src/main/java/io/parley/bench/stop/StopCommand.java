package io.parley.bench.stop;

import io.parley.bench.measure.Latencies;
import io.parley.bench.system.SystemUnderTest;
import io.parley.standalone.process.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `./parley bench stop`.
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "From a customer's \"stop\", sent while the model writes, until the model sees its caller gone.")
public final class StopCommand implements Callable<Integer> {

    private static final String TENANTS = """
            tenants:
              - id: calm
                channels:
                  - {id: calm-web, kind: web, guests: open, allowed-origins: ["*"], burst: {quiet: 0s, cap: 8s}}
                agent: {system-prompt: "Repeat, calmly."}
                limits: {messages-per-minute: 100000, burst: 1000, connections-per-user: 100}
            """;
    private static final int WARM_UP = 50;
    private static final long PATIENCE_SECONDS = 30;

    @Option(names = "--stops", defaultValue = "200", description = "How many are measured (${DEFAULT-VALUE}).")
    private int stops;

    @Option(names = "--json", description = "One JSON document instead of text.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var folder = Files.createTempDirectory("parley-bench");
        Logging.toFile(folder);
        spec.commandLine().getErr().println("starting the system, logs in " + folder);
        try (var system = SystemUnderTest.started(folder, TENANTS)) {
            system.control("pace", "{\"first_token_ms\": 0, \"per_token_ms\": 40}");
            measure(system, "warm-up", WARM_UP);
            print(measure(system, "measured", stops));
        }
        return 0;
    }

    /// Each by a customer of its own: nobody may stop as fast as this.
    private static StopReport measure(SystemUnderTest system, String name, int count) throws Exception {
        var latencies = new Latencies();
        for (int i = 0; i < count; i++) {
            var marker = name + "-" + i + "-";
            try (var client = new StoppingClient(system.port(8080), marker)) {
                var stopped = client.stopped();
                latencies.record(
                        0, Duration.between(stopped, goneAt(system, marker)).toNanos());
            }
        }
        return new StopReport(count, latencies.millis(50), latencies.millis(99), latencies.maxMillis());
    }

    /// When the stand-in saw that nobody was there any more, by the same machine's clock.
    private static Instant goneAt(SystemUnderTest system, String marker) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            var calls = system.modelCalls("contains=" + marker).path("calls");
            if (!calls.isEmpty()) {
                var call = calls.get(0);
                if (!call.path("outcome").asString("").equals("disconnected")) {
                    throw new IOException("the model's call was not stopped: " + call.path("outcome"));
                }
                return Instant.parse(call.path("at").asString(""))
                        .plusMillis(call.path("after_ms").asLong(0));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        throw new IOException("the model's call goes on after the stop");
    }

    private void print(StopReport report) {
        var out = spec.commandLine().getOut();
        out.print(json ? new JsonMapper().writeValueAsString(report) + "\n" : report.text());
        out.flush();
    }
}
