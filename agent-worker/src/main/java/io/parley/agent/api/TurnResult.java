package io.parley.agent.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.agent.turn.Saying;
import io.parley.agent.turn.Turn;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What an ended turn said, as JSON; an entry has the names of the `message` frame.
record TurnResult(@JsonProperty("turn_id") String turnId, String outcome, List<Entry> entries, Stats stats) {

    /// One entry.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            @JsonProperty("reply_id") String replyId,
            String role,
            String author,
            String kind,
            String content,
            @Nullable String reason,
            int part,
            int total,
            @JsonProperty("in_reply_to") List<String> inReplyTo,
            Instant timestamp) {}

    /// What the turn took.
    record Stats(
            @JsonProperty("duration_ms") long durationMillis,
            @JsonProperty("input_tokens") long inputTokens,
            @JsonProperty("output_tokens") long outputTokens,
            @JsonProperty("tool_calls") int toolCalls) {}

    static TurnResult of(Turn turn) {
        var end = turn.ending().orElseThrow();
        var sayings = end.sayings();
        return new TurnResult(
                turn.id(),
                TurnController.lowerCase(end.outcome()),
                IntStream.range(0, sayings.size())
                        .mapToObj(i -> entry(turn, sayings.get(i), i + 1, sayings.size(), end.at()))
                        .toList(),
                new Stats(turn.duration().toMillis(), end.inputTokens(), end.outputTokens(), 0));
    }

    private static Entry entry(Turn turn, Saying saying, int part, int total, Instant at) {
        return new Entry(
                saying.replyId(),
                "agent",
                TurnController.lowerCase(saying.author()),
                TurnController.lowerCase(saying.kind()),
                saying.text(),
                saying.reason(),
                part,
                total,
                turn.messageIds(),
                at);
    }
}
