package io.parley.standalone.run;

import io.parley.standalone.model.StandInModel;
import io.parley.standalone.process.Running;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `run stand-in-model`: the model server that needs no key.
@Command(name = "stand-in-model", description = "The model server that needs no key.", mixinStandardHelpOptions = true)
final class RunModel implements Callable<Integer> {

    @Mixin
    private final Check check = new Check();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${SERVER_PORT:-8086}",
            description = "Port for clients (SERVER_PORT, ${DEFAULT-VALUE}).")
    private int port = 8086;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "0.0.0.0";

    @Override
    public Integer call() throws Exception {
        check.port("--port", port);
        check.endOrRun(this::start);
        return 0;
    }

    private String start(Running running) {
        StandInModel model = StandInModel.start(host, port);
        running.add(0, "stand-in model", model);
        return "The stand-in model is ready: OPENAI_BASE_URL=" + model.baseUrl();
    }
}
