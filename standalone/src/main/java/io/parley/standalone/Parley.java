package io.parley.standalone;

import io.parley.standalone.chat.Chat;
import io.parley.standalone.imports.ImportCommand;
import io.parley.standalone.process.Logging;
import io.parley.standalone.process.Reason;
import io.parley.standalone.run.RunCommand;
import io.parley.standalone.up.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The commands behind `./parley`. Exit codes: 0 done, 1 failed with one clear line on standard error, 2 wrong use.
@Command(
        name = "./parley",
        description = "Answers a company's customers wherever they write.",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, Chat.class, ImportCommand.class})
public final class Parley {

    /// Runs one command and ends the JVM with its exit code.
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /// Runs one command and returns its exit code.
    static int run(String... arguments) {
        Logging.toConsole();
        return new CommandLine(new Parley())
                .addSubcommand("run", RunCommand.line())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("parley: " + Reason.of(failure));
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments);
    }
}
