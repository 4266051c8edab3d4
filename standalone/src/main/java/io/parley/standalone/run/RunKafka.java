package io.parley.standalone.run;

import io.parley.standalone.kafka.KafkaBroker;
import io.parley.standalone.process.Running;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `run kafka`: a broker of one node.
@Command(name = "kafka", description = "A Kafka broker of one node.", mixinStandardHelpOptions = true)
final class RunKafka implements Callable<Integer> {

    @Mixin
    private final Check check = new Check();

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data are kept (${DEFAULT-VALUE}).")
    private Path data = Path.of(".parley", "kafka");

    @Option(names = "--port", paramLabel = "N", description = "Port for clients (${DEFAULT-VALUE}).")
    private int port = 9092;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "localhost";

    @Option(
            names = "--advertised-host",
            paramLabel = "HOST",
            description = "Name under which clients reach the broker (${DEFAULT-VALUE}).")
    private String advertisedHost = "localhost";

    @Override
    public Integer call() throws Exception {
        check.directory("--data", data);
        check.port("--port", port);
        check.endOrRun(this::start);
        return 0;
    }

    private String start(Running running) {
        KafkaBroker.onFatalError(code -> running.fail("Kafka cannot go on (is the disk of " + data + " full?)"));
        KafkaBroker broker = KafkaBroker.start(data, host, advertisedHost, port);
        running.add(0, "kafka", broker);
        return "Kafka is ready: " + broker.bootstrapServers();
    }
}
