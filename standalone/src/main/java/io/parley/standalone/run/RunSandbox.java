package io.parley.standalone.run;

import io.parley.sandbox.Sandbox;
import io.parley.standalone.process.Failure;
import io.parley.standalone.process.Running;
import io.parley.standalone.service.TenantsFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `run sandbox`: the stand-ins of the providers, and the phones.
@Command(
        name = "sandbox",
        description = "Stand-ins of the providers, and phones to write on.",
        mixinStandardHelpOptions = true)
final class RunSandbox implements Callable<Integer> {

    @Mixin
    private final Check check = new Check();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${SERVER_PORT:-8085}",
            description = "Port for Parley and for browsers (SERVER_PORT, ${DEFAULT-VALUE}).")
    private int port = 8085;

    @Option(
            names = "--mail-port",
            paramLabel = "N",
            defaultValue = "${PARLEY_SANDBOX_MAIL_PORT}",
            description = "Port of a mail server that shows every mail at /mail (PARLEY_SANDBOX_MAIL_PORT, none).")
    private @Nullable Integer mailPort;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "0.0.0.0";

    @Option(
            names = "--tenants",
            paramLabel = "FILE",
            defaultValue = "${PARLEY_TENANTS_FILE}",
            description = "The tenants file, with the accounts (PARLEY_TENANTS_FILE).")
    private @Nullable Path tenants;

    @Option(
            names = "--ingress",
            paramLabel = "URL",
            split = ",",
            defaultValue = "${PARLEY_WEBHOOKS_URL:-http://localhost:8081}",
            description = "The nodes of ingress-webhooks (PARLEY_WEBHOOKS_URL, ${DEFAULT-VALUE}).")
    private List<URI> ingress = List.of();

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "How many calls and webhooks are remembered (${DEFAULT-VALUE}).")
    private int records = Sandbox.Options.RECORDS;

    @Override
    public Integer call() throws Exception {
        check.port("--port", port);
        if (mailPort != null) {
            check.port("--mail-port", mailPort);
        }
        if (tenants == null) {
            throw new Failure("--tenants or PARLEY_TENANTS_FILE names the tenants file, which holds the accounts");
        }
        TenantsFile.check(tenants);
        Path file = tenants;
        check.endOrRun(running -> start(running, file));
        return 0;
    }

    private String start(Running running, Path file) {
        Sandbox sandbox = Sandbox.start(new Sandbox.Options(
                host,
                port,
                mailPort == null ? OptionalInt.empty() : OptionalInt.of(mailPort),
                file,
                System.getenv(),
                ingress,
                records,
                Clock.systemUTC()));
        running.add(0, "sandbox", sandbox);
        return "The sandbox is ready: phones at " + sandbox.url() + "/";
    }
}
