package io.parley.standalone.run;

import picocli.CommandLine.Command;

/// One service as a process of its own, configured by the environment, until SIGINT or SIGTERM.
@Command(
        name = "run",
        description = "Starts one service as a process of its own.",
        mixinStandardHelpOptions = true,
        subcommands = {RunKafka.class, RunPostgres.class, RunModel.class})
public final class RunCommand {}
