package io.parley.replay;

import io.parley.replay.record.BrokerRecords;
import io.parley.replay.record.FolderRecords;
import io.parley.replay.record.Records;
import io.parley.replay.record.Selection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where records are and from when.
final class Source {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Read the topics of this Kafka (${DEFAULT-VALUE}).")
    private String kafka = "localhost:9092";

    @Option(names = "--from", paramLabel = "DIR", description = "Read a recording made by `replay record` instead.")
    private @Nullable Path from;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only records from this time on: 2026-11-21T10:00:00Z, or 90s, 30m, 2h, 7d ago.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only records up to this time.")
    private @Nullable Instant until;

    Records records() {
        return from == null ? new BrokerRecords(kafka) : new FolderRecords(from);
    }

    Selection selection() {
        return new Selection(
                Optional.empty(), Optional.empty(), Optional.ofNullable(since), Optional.ofNullable(until));
    }
}
