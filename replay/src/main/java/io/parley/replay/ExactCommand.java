package io.parley.replay;

import io.parley.replay.exact.Difference;
import io.parley.replay.exact.Exact;
import io.parley.replay.exact.TextDifference;
import io.parley.replay.exact.Trial;
import io.parley.replay.exact.Verdict;
import io.parley.replay.record.Recording;
import io.parley.replay.record.Selection;
import io.parley.schemas.avro.TurnRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;

/// `./parley replay exact`: runs recorded turns again and shows the first difference of each.
@Command(
        name = "exact",
        description = {
            "Runs recorded turns again, offline, with the worker's own code: every request to the model,",
            "every step, decision and ending must be as recorded, and every entry byte for byte.",
            "Exit codes: 0 all equal, 1 a difference or a turn that can't be run again, 2 wrong use."
        },
        mixinStandardHelpOptions = true)
final class ExactCommand implements Callable<Integer> {

    private static final int MOST_SHOWN = 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Source source = new Source();

    @Option(names = "--client", paramLabel = "CLIENT", description = "Only this client, by an id or a part of one.")
    private @Nullable String client;

    @Option(names = "--tenant", paramLabel = "ID", description = "Only this tenant's clients.")
    private @Nullable String tenant;

    @Option(names = "--turn", paramLabel = "ID", description = "Only this turn, by its id or one of its messages'.")
    private @Nullable String turn;

    @Option(names = "--json", description = "One JSON object for each turn, then one for all.")
    private boolean json;

    @ArgGroup
    private @Nullable Instead instead;

    /// What is tried instead of what the turns had.
    private static final class Instead {

        @Option(names = "--prompt", paramLabel = "FILE", description = "Try this text as the system prompt.")
        private @Nullable Path prompt;

        @Option(names = "--tenants", paramLabel = "FILE", description = "Try the settings of this tenants file.")
        private @Nullable Path tenants;

        Trial trial() {
            if (prompt != null) {
                return Tried.prompt(prompt);
            }
            return tenants == null ? Trial.none() : Tried.tenants(tenants);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        var trial = instead == null ? Trial.none() : instead.trial();
        var verdicts = new Exact(read(), trial).verdicts(this::isWanted);
        if (verdicts.isEmpty()) {
            spec.commandLine().getErr().println("parley: no recorded turn to run again");
            return 1;
        }
        long same = verdicts.stream().filter(Verdict.Same.class::isInstance).count();
        print(verdicts, same);
        return same == verdicts.size() ? 0 : 1;
    }

    private Recording read() {
        var all = source.selection();
        var selection = new Selection(Optional.empty(), Optional.ofNullable(tenant), all.since(), all.until());
        try {
            return client == null
                    ? source.records().read(selection)
                    : WhichClient.find(source.records(), selection, client);
        } catch (WhichClient.Ambiguous e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private boolean isWanted(TurnRecord record) {
        return turn == null
                || record.getTurnId().equals(turn)
                || record.getInputs().stream()
                        .anyMatch(input -> input.getMessageId().equals(turn));
    }

    private void print(List<Verdict> verdicts, long same) {
        var out = spec.commandLine().getOut();
        if (json) {
            verdicts.forEach(verdict -> out.println(verdict.json()));
            out.println(JsonNodeFactory.instance
                    .objectNode()
                    .put("turns", verdicts.size())
                    .put("same", same)
                    .put("model_calls", 0));
        } else {
            verdicts.stream()
                    .filter(verdict -> !(verdict instanceof Verdict.Same))
                    .limit(MOST_SHOWN)
                    .forEach(verdict -> print(verdict, out));
            out.println(
                    same == verdicts.size()
                            ? "%d turns, all equal, no call to the model".formatted(same)
                            : "%d of %d turns are not as recorded, no call to the model"
                                    .formatted(verdicts.size() - same, verdicts.size()));
        }
        out.flush();
    }

    private static void print(Verdict verdict, PrintWriter out) {
        out.println(verdict.turn().getTurnId() + "  " + verdict.turn().getClientId());
        switch (verdict) {
            case Verdict.Same same -> out.println("  as recorded");
            case Verdict.Unknown unknown -> out.println("  can't be run again: " + unknown.why());
            case Verdict.Differs differs -> print(differs.difference(), out);
        }
        out.println();
    }

    private static void print(Difference difference, PrintWriter out) {
        out.println("  first difference: " + difference.where()
                + (difference.part().isEmpty() ? "" : ", " + difference.part()));
        TextDifference.lines(difference.recorded(), difference.now()).forEach(line -> out.println("    " + line));
    }
}
