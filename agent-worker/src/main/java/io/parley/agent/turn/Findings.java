package io.parley.agent.turn;

import io.parley.agent.media.Attached;
import io.parley.agent.media.ContentHash;
import io.parley.agent.media.Fetched;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What has become of a turn's files, written as steps and read from them: what is once known, found or not, is not
/// asked for again in this turn, whoever runs it.
final class Findings {

    static final String MEDIA = "media";
    static final String TRANSCRIPTION = "transcription";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FAILED = "failed";

    private Findings() {}

    /// What was heard in a recording.
    sealed interface Heard {

        record Words(String text) implements Heard {}

        record Nothing(String reason) implements Heard {}
    }

    /// The turn's files of which nothing is known yet.
    static List<Attached> missing(Turn turn) {
        return files(turn)
                .filter(file -> fetched(turn, file).isEmpty())
                .distinct()
                .toList();
    }

    /// The first of the turn's recordings that is kept and that nobody has listened to yet.
    static Optional<Fetched.Kept> unheard(Turn turn) {
        return files(turn)
                .filter(Attached::speaks)
                .flatMap(file -> kept(turn, file).stream())
                .filter(kept -> heard(turn, kept).isEmpty())
                .findFirst();
    }

    private static Stream<Attached> files(Turn turn) {
        return turn.inputs().stream()
                .filter(Input::isMessage)
                .flatMap(input -> input.carried().files().stream())
                .filter(Attached::hasFile);
    }

    static Optional<Fetched> fetched(Turn turn, Attached file) {
        var hash = mediaRequest(turn.client().account(), file);
        return answers(turn, MEDIA)
                .filter(step -> step.requestHash().equals(hash))
                .map(Findings::fetched)
                .findFirst();
    }

    static Fetched fetched(Step step) {
        var answer = JSON.readTree(step.answer());
        return answer.has(FAILED)
                ? new Fetched.Unavailable(answer.path(FAILED).asString(""))
                : new Fetched.Kept(
                        answer.path("file").asString(""),
                        answer.path("media_type").asString(""),
                        answer.path("bytes").asLong(0));
    }

    static Optional<Fetched.Kept> kept(Turn turn, Attached file) {
        return fetched(turn, file).filter(Fetched.Kept.class::isInstance).map(Fetched.Kept.class::cast);
    }

    static Optional<Heard> heard(Turn turn, Fetched.Kept recording) {
        return answers(turn, TRANSCRIPTION)
                .filter(step ->
                        JSON.readTree(step.answer()).path("file").asString("").equals(recording.hash()))
                .map(Findings::heard)
                .findFirst();
    }

    static Heard heard(Step step) {
        var answer = JSON.readTree(step.answer());
        return answer.has(FAILED)
                ? new Heard.Nothing(answer.path(FAILED).asString(""))
                : new Heard.Words(answer.path("text").asString(""));
    }

    /// Why something could not be had, where a step says so.
    static Optional<String> failure(Step step) {
        if (step.kind().equals(Rounds.TOOL)) {
            return Optional.of(ToolAnswer.of(step))
                    .filter(ToolAnswer::isFailure)
                    .map(ToolAnswer::reason);
        }
        return step.kind().equals(MEDIA) || step.kind().equals(TRANSCRIPTION)
                ? JSON.readTree(step.answer()).path(FAILED).stringValueOpt()
                : Optional.empty();
    }

    private static Stream<Step> answers(Turn turn, String kind) {
        return turn.steps().stream().filter(step -> step.kind().equals(kind));
    }

    /// @param startedAt when it was asked for
    static Step fetched(Turn turn, Attached file, Fetched how, Instant startedAt, Clock clock) {
        var answer = JsonNodeFactory.instance.objectNode();
        switch (how) {
            case Fetched.Kept kept ->
                answer.put("file", kept.hash())
                        .put("media_type", kept.mediaType())
                        .put("bytes", kept.bytes());
            case Fetched.Unavailable unavailable -> answer.put(FAILED, unavailable.reason());
        }
        return step(turn, MEDIA, file.kind(), mediaRequest(turn.client().account(), file), answer, startedAt, clock);
    }

    /// @param model that was asked
    static Step heard(Turn turn, Fetched.Kept recording, String model, Heard how, Instant startedAt, Clock clock) {
        var answer = JsonNodeFactory.instance.objectNode().put("file", recording.hash());
        switch (how) {
            case Heard.Words words -> answer.put("text", Storable.text(words.text()));
            case Heard.Nothing nothing -> answer.put(FAILED, nothing.reason());
        }
        var request = hash(TRANSCRIPTION, recording.hash(), model);
        return step(turn, TRANSCRIPTION, model, request, answer, startedAt, clock);
    }

    private static Step step(
            Turn turn, String kind, String name, String hash, ObjectNode answer, Instant startedAt, Clock clock) {
        return new Step(
                turn.attempt(),
                kind,
                name,
                hash,
                JSON.writeValueAsString(answer),
                startedAt,
                Duration.between(startedAt, clock.instant()).toMillis(),
                0,
                0);
    }

    static String mediaRequest(String account, Attached file) {
        return hash(MEDIA, account, String.valueOf(file.reference()));
    }

    private static String hash(String... parts) {
        return ContentHash.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }
}
