package io.parley.replay;

import io.parley.replay.record.FolderRecords;
import io.parley.replay.record.Recording;
import io.parley.replay.record.Selection;
import io.parley.replay.record.Shareable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;

/// `./parley replay record`: copies conversations into a folder.
@Command(
        name = "record",
        description = {
            "Copies conversations into a folder, without secrets.",
            "What people wrote is in it, word for word: keep it as you keep the topics."
        },
        mixinStandardHelpOptions = true)
final class RecordCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Source source = new Source();

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "A folder without a recording.")
    private Path to = Path.of(".");

    @Option(names = "--client", paramLabel = "CLIENT", description = "Only this client, by an id or a part of one.")
    private @Nullable String client;

    @Option(names = "--tenant", paramLabel = "ID", description = "Only this tenant's clients.")
    private @Nullable String tenant;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "Only the last N turns, and what came since the first message of these.")
    private @Nullable Integer last;

    @Option(names = "--json", description = "Say what was written as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var chosen = read();
        var shared = Shareable.of(last == null ? chosen : Shareable.last(chosen, last));
        int written = new FolderRecords(to).write(shared);
        var said = JsonNodeFactory.instance
                .objectNode()
                .put("folder", to.toString())
                .put("clients", shared.clients().size())
                .put("turns", shared.journal().size())
                .put("records", written);
        spec.commandLine()
                .getOut()
                .println(
                        json
                                ? said
                                : "%d turns of %d clients, %d records, in %s"
                                        .formatted(
                                                shared.journal().size(),
                                                shared.clients().size(),
                                                written,
                                                to));
        return 0;
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
}
