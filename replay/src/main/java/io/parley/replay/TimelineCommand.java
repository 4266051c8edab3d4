package io.parley.replay;

import io.parley.replay.timeline.Event;
import io.parley.replay.timeline.Timeline;
import io.parley.replay.timeline.Wording;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./parley replay timeline`: every event of one client with its cause.
@Command(
        name = "timeline",
        description = "Every event of one client with its cause, in order of time.",
        mixinStandardHelpOptions = true)
final class TimelineCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Source source = new Source();

    @Parameters(paramLabel = "CLIENT", description = "A client_id, or a part of one that fits one client only.")
    private String client = "";

    @Option(names = "--turn", paramLabel = "ID", description = "Only this turn, by its id or one of its messages'.")
    private @Nullable String turn;

    @Option(names = "--at", paramLabel = "TIME", description = "Up to this time, and how things stood then.")
    private @Nullable Instant at;

    @Option(names = "--full", description = "Show every text as a whole, and the echoes of the client's own words.")
    private boolean full;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        try {
            var recording = WhichClient.find(source.records(), source.selection(), client);
            var id = recording.clients().iterator().next();
            var timeline = new Timeline(recording);
            var only = Optional.ofNullable(turn);
            print(id, at == null ? timeline.events(only) : timeline.eventsAt(at, only));
            return 0;
        } catch (WhichClient.Ambiguous e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void print(String id, List<Event> events) {
        var out = spec.commandLine().getOut();
        if (json) {
            events.forEach(event -> out.println(event.json(id)));
        } else {
            var wording = new Wording(Terminal.isInteractive() ? Ansi.ON : Ansi.OFF, full);
            out.println(id);
            events.forEach(event -> wording.lines(event).forEach(out::println));
        }
        out.flush();
    }
}
