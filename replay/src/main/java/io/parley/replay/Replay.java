package io.parley.replay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./parley replay`: recorded conversations, told and run again. Nothing of it reaches a customer, a provider or a
/// topic: it only reads. Exit codes: 0 done, 1 failed or found a difference, 2 wrong use.
@Command(
        name = "./parley replay",
        description = "Recorded conversations: what happened and why, and whether it would happen again.",
        subcommands = {TimelineCommand.class, ExactCommand.class, RecordCommand.class},
        mixinStandardHelpOptions = true)
public final class Replay {

    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /// Runs one command and returns its exit code.
    static int run(String... arguments) {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        return line().execute(arguments);
    }

    static CommandLine line() {
        return new CommandLine(new Replay())
                .registerConverter(Instant.class, new Moment(Clock.systemUTC()))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("parley: " + failure.getMessage());
                    return 1;
                });
    }
}
