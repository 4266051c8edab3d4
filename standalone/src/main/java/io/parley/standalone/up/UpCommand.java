package io.parley.standalone.up;

import io.parley.standalone.postgres.PostgresServer;
import io.parley.standalone.process.Console;
import io.parley.standalone.process.Failure;
import io.parley.standalone.process.Logging;
import io.parley.standalone.process.Reason;
import io.parley.standalone.process.Running;
import io.parley.standalone.service.TenantsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./parley up`: everything on this machine, in one JVM, until Ctrl-C.
@Command(
        name = "up",
        description = "Starts everything on this machine: Kafka, PostgreSQL, stand-ins and all services.",
        footer = {
            "",
            "With OPENAI_BASE_URL (and OPENAI_API_KEY, OPENAI_MODEL) set, that model is used instead of the stand-in.",
            "With TELEGRAM_API_BASE_URL, WHATSAPP_GRAPH_BASE_URL, YCLOUD_API_BASE_URL, SLACK_API_BASE_URL or",
            "TIENDANUBE_API_BASE_URL set, that provider is called there and not in the sandbox.",
            "With SPRING_MAIL_HOST set, the teams get their mail from there and not from the sandbox's mail page.",
            "PARLEY_ADMIN_TOKEN, PARLEY_INTERNAL_TOKEN and PARLEY_SECRETS_KEYSET are made and kept if not set."
        },
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data are kept (${DEFAULT-VALUE}).")
    private Path data = Path.of(".parley");

    @Option(names = "--fresh", description = "Remove the data of earlier runs first.")
    private boolean fresh;

    @Option(names = "--tenants", paramLabel = "FILE", description = "Tenants file (two sample tenants).")
    private @Nullable Path tenants;

    @Option(names = "--port-offset", paramLabel = "N", description = "Moves every port by N.")
    private int portOffset;

    @Option(names = "--ws-nodes", paramLabel = "N", description = "WebSocket nodes, at 8080, 8180, … (1 to 9).")
    private int webSocketNodes = 1;

    @Option(names = "--stop-when-ready", hidden = true, description = "For the launcher, which records this start.")
    private boolean stopWhenReady;

    @Override
    public Integer call() throws Exception {
        if (portOffset < 0 || portOffset > 50_000 || webSocketNodes < 1 || webSocketNodes > Ports.MAX_NODES) {
            throw new ParameterException(
                    command.commandLine(), "--port-offset is a number from 0 to 50000, --ws-nodes from 1 to 9");
        }
        Clock clock = Clock.systemUTC();
        Console console = new Console(System.out, clock, clock.instant());
        if (tenants != null) {
            TenantsFile.check(tenants);
        }
        DataFolder folder = DataFolder.open(data);
        Ports ports = new Ports(portOffset, webSocketNodes);
        Map<String, String> environment = System.getenv();
        PostgresServer.stopLeftOver(Assembly.database(folder, ports));
        ports.check(!environment.containsKey("OPENAI_BASE_URL"), !environment.containsKey("SPRING_MAIL_HOST"));
        if (fresh) {
            folder.clear();
        }
        Files.createDirectories(folder.path("logs"));
        Logging.toFile(folder.path("logs"));
        Running running = new Running(console, PATIENCE);
        running.install();
        running.add(Rank.FOLDER, "data folder", folder);
        run(new Assembly(folder, ports, environment, tenants), running, console);
        return 0;
    }

    private void run(Assembly assembly, Running running, Console console) throws InterruptedException {
        try {
            assembly.start(running, console);
            if (stopWhenReady) {
                running.end();
            }
        } catch (Failure | IOException e) {
            running.fail(Reason.of(e));
        }
        running.await();
    }
}
