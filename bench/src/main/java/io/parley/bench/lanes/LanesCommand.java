package io.parley.bench.lanes;

import io.parley.standalone.kafka.KafkaBroker;
import io.parley.standalone.process.Logging;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `./parley bench lanes`.
@Command(
        name = "lanes",
        mixinStandardHelpOptions = true,
        description = "How much slow handlers get done, in order for each key: key-lanes, a plain spring-kafka listener"
                + " with a thread for each partition, parallel-consumer (order KEY), and the ideal.")
public final class LanesCommand implements Callable<Integer> {

    @Option(names = "--in-flight", defaultValue = "5000", description = "Handlers at a time (${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(names = "--handler", defaultValue = "3000", description = "Milliseconds that one takes (${DEFAULT-VALUE}).")
    private int handlerMillis;

    @Option(names = "--warm-up", defaultValue = "15", description = "Seconds before measuring (${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "31", description = "Seconds of measuring (${DEFAULT-VALUE}).")
    private int measuredSeconds;

    @Option(names = "--heap", defaultValue = "1g", description = "Heap of each contender's JVM (${DEFAULT-VALUE}).")
    private String heap;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "key-lanes,spring-kafka,parallel-consumer",
            description = "Who takes part (${DEFAULT-VALUE}).")
    private List<String> contenders;

    @Option(names = "--json", description = "One JSON document instead of text.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        Path folder = Files.createTempDirectory("parley-bench");
        Logging.toFile(folder);
        progress("starting a broker, data and logs in " + folder);
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"), freePort())) {
            Backlog.store(broker.bootstrapServers(), records(), inFlight);
            List<Outcome> outcomes = new ArrayList<>();
            for (String contender : contenders) {
                progress(contender + ": " + (warmUpSeconds + measuredSeconds) + " s");
                outcomes.add(run(task(contender, broker.bootstrapServers()), folder));
            }
            print(LanesReport.of(task("", ""), heap, outcomes));
        }
        delete(folder);
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private Task task(String contender, String bootstrap) {
        return new Task(
                contender,
                bootstrap,
                Backlog.TOPIC,
                inFlight,
                Duration.ofMillis(handlerMillis),
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(measuredSeconds));
    }

    /// A quarter more than the ideal can do in the time, and what is read ahead.
    private int records() {
        double ideal = (warmUpSeconds + measuredSeconds) * 1_000.0 / handlerMillis * inFlight;
        return (int) (ideal * 1.25) + 5 * inFlight;
    }

    private Outcome run(Task task, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                ContenderProcess.class.getName()));
        command.addAll(List.of(task.arguments()));
        Path log = folder.resolve(task.contender() + ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        try (InputStream output = process.getInputStream()) {
            String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(task.contender() + " failed, see " + log);
            }
            return new JsonMapper().readValue(lastLine(printed), Outcome.class);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String lastLine(String printed) {
        return printed.lines().reduce("", (first, second) -> second);
    }

    private void print(LanesReport report) {
        spec.commandLine().getOut().print(json ? new JsonMapper().writeValueAsString(report) + "\n" : report.text());
        spec.commandLine().getOut().flush();
    }

    private void progress(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
