package io.parley.standalone.run;

import io.parley.standalone.postgres.PostgresServer;
import io.parley.standalone.process.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `run postgres`: a PostgreSQL server with Parley's database.
@Command(
        name = "postgres",
        description = "A PostgreSQL server with Parley's database.",
        mixinStandardHelpOptions = true)
final class RunPostgres implements Callable<Integer> {

    @Mixin
    private final Check check = new Check();

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data are kept (${DEFAULT-VALUE}).")
    private Path data = Path.of(".parley", "postgres");

    @Option(names = "--port", paramLabel = "N", description = "Port for clients (${DEFAULT-VALUE}).")
    private int port = 5433;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "localhost";

    @Option(
            names = "--password",
            paramLabel = "WORD",
            defaultValue = "${SPRING_DATASOURCE_PASSWORD:-parley}",
            description = "The role's password, set when the data are created (SPRING_DATASOURCE_PASSWORD).")
    private String password = "parley";

    @Override
    public Integer call() throws Exception {
        check.directory("--data", data);
        check.endOrRun(this::start);
        return 0;
    }

    private String start(Running running) throws IOException {
        PostgresServer server = PostgresServer.start(
                new PostgresServer.Settings(data.resolve("data"), data.resolve("binaries"), host, port, password));
        running.add(0, "postgres", server);
        return "PostgreSQL is ready: " + server.jdbcUrl();
    }
}
