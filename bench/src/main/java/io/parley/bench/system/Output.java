package io.parley.bench.system;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.json.JsonMapper;

/// What a benchmark says: what it does on standard error, what it found on standard output. Mixed into its command.
public final class Output {

    @Option(names = "--json", description = "One JSON document instead of text.")
    private boolean json;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    /// Says what is being done.
    public void progress(String line) {
        print(command.commandLine().getErr(), line + "\n");
    }

    /// Says what was found.
    ///
    /// @param text the report as text
    public void report(Object report, String text) {
        print(command.commandLine().getOut(), json ? new JsonMapper().writeValueAsString(report) + "\n" : text);
    }

    /// What to throw where the options make no sense.
    public ParameterException misuse(String reason) {
        return new ParameterException(command.commandLine(), reason);
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
