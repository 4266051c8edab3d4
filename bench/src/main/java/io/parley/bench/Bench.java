package io.parley.bench;

import io.parley.bench.fairness.FairnessCommand;
import io.parley.bench.lanes.LanesCommand;
import io.parley.bench.overhead.OverheadCommand;
import io.parley.bench.sockets.DrainCommand;
import io.parley.bench.sockets.SlowReadersCommand;
import io.parley.bench.sockets.SocketsCommand;
import io.parley.bench.sockets.StormCommand;
import io.parley.bench.stop.StopCommand;
import io.parley.bench.webhooks.WebhooksCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./parley bench NAME`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Parley beside a named baseline in the same run.",
        subcommands = {
            DrainCommand.class,
            FairnessCommand.class,
            LanesCommand.class,
            OverheadCommand.class,
            SlowReadersCommand.class,
            SocketsCommand.class,
            StopCommand.class,
            StormCommand.class,
            WebhooksCommand.class
        })
public final class Bench {

    private Bench() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("parley: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }
}
