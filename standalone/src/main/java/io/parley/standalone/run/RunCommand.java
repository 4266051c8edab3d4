package io.parley.standalone.run;

import io.parley.standalone.service.ServiceKind;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// One service as a process of its own, configured by the environment, until SIGINT or SIGTERM.
@Command(
        name = "run",
        description = "Starts one service as a process of its own.",
        mixinStandardHelpOptions = true,
        subcommands = {RunKafka.class, RunPostgres.class, RunModel.class, RunSandbox.class})
public final class RunCommand {

    private RunCommand() {}

    /// The command with a subcommand for each service.
    public static CommandLine line() {
        CommandLine line = new CommandLine(new RunCommand());
        for (ServiceKind kind : ServiceKind.values()) {
            line.addSubcommand(kind.label(), new RunService(kind));
        }
        return line;
    }
}
