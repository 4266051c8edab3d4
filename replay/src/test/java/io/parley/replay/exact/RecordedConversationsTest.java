package io.parley.replay.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.replay.record.FolderRecords;
import io.parley.replay.record.Kept;
import io.parley.replay.record.Logged;
import io.parley.replay.record.Recording;
import io.parley.replay.record.Selection;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.OfferedTool;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Conversations that a running system has had, recorded with `./parley replay record`: the worker must do today what
/// it
/// did then. A change that is meant to be one records them anew.
class RecordedConversationsTest {

    private static final Path RECORDINGS = Path.of("src/test/resources/recordings");

    static Stream<Path> recordings() throws IOException {
        try (var folders = Files.list(RECORDINGS)) {
            return folders.sorted().toList().stream();
        }
    }

    private static Recording recording(String name) {
        return new FolderRecords(RECORDINGS.resolve(name)).read(Selection.everything());
    }

    private static List<Verdict> verdicts(Recording recording, Trial trial) throws InterruptedException {
        return new Exact(recording, trial).verdicts(turn -> true);
    }

    /// The same conversation with other journal records.
    private static Recording with(Recording recording, UnaryOperator<TurnRecord> change) {
        var changed = new Recording();
        recording.incoming().forEach(record -> changed.add(Kept.INCOMING, record));
        recording.settings().forEach(record -> changed.add(Kept.SETTINGS, record));
        recording.journal().forEach(record -> changed.add(Kept.JOURNAL, record.with(change.apply(record.value()))));
        return changed.sorted();
    }

    private static Difference onlyDifference(Recording recording, Trial trial) throws InterruptedException {
        return verdicts(recording, trial).stream()
                .filter(Verdict.Differs.class::isInstance)
                .map(Verdict.Differs.class::cast)
                .findFirst()
                .orElseThrow()
                .difference();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void the_worker_does_today_what_it_did_then(Path folder) throws InterruptedException {
        var recording = new FolderRecords(folder).read(Selection.everything());
        assertThat(verdicts(recording, Trial.none()))
                .isNotEmpty()
                .allSatisfy(verdict -> assertThat(verdict.json()).asString().contains("\"same\""));
    }

    @Test
    void another_prompt_is_shown_with_both_texts() throws InterruptedException {
        // given
        Trial bakery = (tenant, recorded) -> recorded.map(settings -> settings.withSystemPrompt("You sell bread."));
        // when
        var difference = onlyDifference(recording("tools"), bakery);
        // then
        assertThat(difference.where()).isEqualTo("model request 1 (attempt 1)");
        assertThat(difference.part()).isEqualTo("system prompt");
        assertThat(difference.recorded()).contains("shoe");
        assertThat(difference.now()).contains("You sell bread.");
    }

    @Test
    void another_result_of_a_tool_is_found_in_the_next_request() throws InterruptedException {
        // given
        var recording = with(
                recording("tools"),
                turn -> TurnRecord.newBuilder(turn)
                        .setSteps(turn.getSteps().stream()
                                .map(RecordedConversationsTest::withOtherResult)
                                .toList())
                        .build());
        // when
        var difference = onlyDifference(recording, Trial.none());
        // then
        assertThat(difference.where()).isEqualTo("model request 2 (attempt 1)");
        assertThat(difference.part()).endsWith("(tool)");
        assertThat(difference.now()).contains("Sold out");
    }

    private static TurnStep withOtherResult(TurnStep step) {
        return step.getKind().equals("tool")
                ? TurnStep.newBuilder(step)
                        .setAnswer("{\"status\":\"done\",\"content\":{\"remark\":\"Sold out\"}}")
                        .build()
                : step;
    }

    @Test
    void another_tool_is_named() throws InterruptedException {
        // given
        var recording = with(
                recording("tools"),
                turn -> TurnRecord.newBuilder(turn)
                        .setTools(turn.getTools().stream()
                                .map(tool -> tool.getName().equals("search_products")
                                        ? OfferedTool.newBuilder(tool)
                                                .setDescription("Finds bread.")
                                                .build()
                                        : tool)
                                .toList())
                        .build());
        // when
        var difference = onlyDifference(recording, Trial.none());
        // then
        assertThat(difference.part()).isEqualTo("tool search_products");
        assertThat(difference.now()).contains("Finds bread.");
    }

    @Test
    void another_entry_is_found_by_its_bytes() throws InterruptedException {
        // given
        var recording = with(
                recording("tools"),
                turn -> TurnRecord.newBuilder(turn)
                        .setEntries(turn.getEntries().stream()
                                .map(entry -> AgentReply.newBuilder(entry)
                                        .setContent(entry.getContent() + "!")
                                        .build())
                                .toList())
                        .build());
        // when
        var difference = onlyDifference(recording, Trial.none());
        // then
        assertThat(difference.where()).isEqualTo("entry 1");
        assertThat(difference.part()).isEqualTo("content");
        assertThat(difference.recorded()).endsWith("!");
    }

    @Test
    void a_turn_whose_messages_are_not_there_is_not_called_the_same() throws InterruptedException {
        // given
        var recording = recording("tools");
        var without = new Recording();
        recording.journal().forEach(record -> without.add(Kept.JOURNAL, record));
        recording.settings().forEach(record -> without.add(Kept.SETTINGS, record));
        // then
        assertThat(verdicts(without, Trial.none()))
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Unknown.class));
    }

    @Test
    void no_secret_is_in_a_recording() throws IOException {
        try (var folders = recordings()) {
            assertThat(folders.flatMap(folder -> new FolderRecords(folder)
                            .read(Selection.everything()).settings().stream()
                                    .map(Logged::value)
                                    .flatMap(settings -> settings.getDocument().stream())))
                    .isNotEmpty()
                    .noneSatisfy(document -> assertThat(document).contains("sealed:"));
        }
    }
}
