package io.parley.bench.webhooks;

import io.parley.standalone.process.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `./parley bench webhooks`.
@Command(
        name = "webhooks",
        mixinStandardHelpOptions = true,
        description = "Signed webhooks a second that one node accepts into Kafka, beside the same node doing everything"
                + " (limits, signature, parsing, translation) but Kafka. Closed loop, interleaved blocks (ABBA).")
public final class WebhooksCommand implements Callable<Integer> {

    @Option(names = "--connections", defaultValue = "64", description = "Of the provider (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--block", defaultValue = "5", description = "Seconds a block (${DEFAULT-VALUE}).")
    private int blockSeconds;

    @Option(names = "--pairs", defaultValue = "8", description = "Pairs of blocks (${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--warm-up", defaultValue = "30", description = "Seconds on each before (${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--json", description = "One JSON document instead of text.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        var folder = Files.createTempDirectory("parley-bench");
        Logging.toFile(folder);
        progress("starting a broker and two nodes, logs in " + folder);
        try (var nodes = new Nodes(folder)) {
            var report = measured(nodes);
            var out = spec.commandLine().getOut();
            out.print(json ? new JsonMapper().writeValueAsString(report) + "\n" : report.text());
            out.flush();
            return report.accepted() == report.inKafka() ? 0 : 1;
        }
    }

    private WebhooksReport measured(Nodes nodes) throws InterruptedException {
        var provider = new Provider(connections);
        progress("warming up");
        long accepted = provider.post(nodes.realPort(), Duration.ofSeconds(warmUpSeconds));
        provider.post(nodes.baselinePort(), Duration.ofSeconds(warmUpSeconds));
        List<Double> withKafka = new ArrayList<>();
        List<Double> withoutKafka = new ArrayList<>();
        for (int block = 0; block < 2 * pairs; block++) {
            boolean isReal = block % 4 == 0 || block % 4 == 3;
            long count =
                    provider.post(isReal ? nodes.realPort() : nodes.baselinePort(), Duration.ofSeconds(blockSeconds));
            (isReal ? withKafka : withoutKafka).add(count / (double) blockSeconds);
            accepted += isReal ? count : 0;
            progress("%s: %d a second".formatted(isReal ? "with Kafka" : "without", count / blockSeconds));
        }
        return WebhooksReport.of(connections, withKafka, withoutKafka, accepted, nodes.inKafka());
    }

    private void progress(String line) {
        var err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
