package io.parley.agent.turn;

import io.parley.agent.memory.MemoryLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One answer to one burst of a client's messages, as it is stored.
///
/// @param attempt number of the run of its model steps that counts, from 1
/// @param interruptions how many of the attempts were caused by newer messages
/// @param inputs in log order
/// @param memory the window of earlier lines that every attempt is given
/// @param end null while it runs
public record Turn(
        String id,
        Client client,
        String settingsVersion,
        int attempt,
        int interruptions,
        Instant startedAt,
        List<Input> inputs,
        List<MemoryLine> memory,
        List<Step> steps,
        List<Decision> decisions,
        boolean retracted,
        @Nullable TurnEnd end) {

    public Turn {
        inputs = List.copyOf(inputs);
        memory = List.copyOf(memory);
        steps = List.copyOf(steps);
        decisions = List.copyOf(decisions);
    }

    public Optional<TurnEnd> ending() {
        return Optional.ofNullable(end);
    }

    /// The ids of the messages that the turn ends, in log order.
    public List<String> messageIds() {
        return inputs.stream().filter(Input::isMessage).map(Input::messageId).toList();
    }

    /// From the log time of the first message to the end.
    public Duration duration() {
        return ending().map(ended -> Duration.between(inputs.getFirst().loggedAt(), ended.at()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    boolean has(String messageId) {
        return inputs.stream().anyMatch(input -> input.messageId().equals(messageId));
    }
}
