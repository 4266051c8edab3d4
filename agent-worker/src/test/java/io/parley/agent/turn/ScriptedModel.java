package io.parley.agent.turn;

import io.parley.agent.model.Ask;
import io.parley.agent.model.Model;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A model in simulated time: plays its parts one after the other, the last one for ever.
final class ScriptedModel implements Model {

    /// What a call does.
    @FunctionalInterface
    interface Part {
        void play(Prompt prompt, Stage stage);
    }

    private static final Duration FIRST_TOKEN = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final Simulation time;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final List<Prompt> prompts = new ArrayList<>();
    private int cancelled;

    ScriptedModel(Simulation time) {
        this.time = time;
    }

    ScriptedModel plays(Part... parts) {
        this.parts.clear();
        this.parts.addAll(List.of(parts));
        return this;
    }

    /// Answers after so many milliseconds with what it was asked last.
    static Part echoAfter(long millis) {
        return (prompt, stage) -> {
            var words = prompt.lines().getLast().text();
            stage.later(millis / 2, () -> stage.text("Heard: "));
            stage.later(millis, () -> {
                stage.text(words);
                stage.ended(new ModelOutcome.Answered("Heard: " + words, "stop", 7, 3));
            });
        };
    }

    /// Says something, perhaps nothing, and asks for calls.
    static Part asksAfter(long millis, String text, Ask... asks) {
        return (prompt, stage) -> stage.later(millis, () -> {
            if (!text.isEmpty()) {
                stage.text(text);
            }
            stage.ended(new ModelOutcome.Answered(text, List.of(asks), "tool_execution", 7, 3));
        });
    }

    static Part saysAfter(long millis, String text) {
        return asksAfter(millis, text);
    }

    static Part failsAfter(long millis, ModelOutcome.Failed failure) {
        return (prompt, stage) -> stage.later(millis, () -> stage.ended(failure));
    }

    static ModelOutcome.Failed unavailable() {
        return new ModelOutcome.Failed(ModelOutcome.Failed.UNAVAILABLE, true, Optional.empty(), "HTTP 503");
    }

    List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    int cancelled() {
        return cancelled;
    }

    @Override
    public Call ask(Prompt prompt, Listener listener) {
        prompts.add(prompt);
        var part = parts.size() > 1 ? parts.removeFirst() : parts.getFirst();
        var stage = new Stage(listener);
        part.play(prompt, stage);
        return stage;
    }

    /// One call.
    final class Stage implements Call {
        private final Listener listener;
        private boolean over;
        private Instant expiresAt = time.instant().plus(FIRST_TOKEN);

        Stage(Listener listener) {
            this.listener = listener;
        }

        void later(long millis, Runnable what) {
            time.after(millis, what);
        }

        void text(String piece) {
            if (!over) {
                expiresAt = time.instant().plus(SILENCE);
                listener.text(piece);
            }
        }

        void ended(ModelOutcome outcome) {
            if (!over) {
                over = true;
                listener.ended(outcome);
            }
        }

        @Override
        public void cancel() {
            if (!over) {
                over = true;
                cancelled++;
            }
        }

        @Override
        public Instant expiresAt() {
            return expiresAt;
        }
    }
}
