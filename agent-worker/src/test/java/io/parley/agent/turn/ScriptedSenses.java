package io.parley.agent.turn;

import io.parley.agent.media.Attached;
import io.parley.agent.media.ContentHash;
import io.parley.agent.media.Fetched;
import io.parley.agent.media.Media;
import io.parley.agent.model.Model;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Transcriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Files and recordings in simulated time: each takes half a second.
final class ScriptedSenses implements Media, Transcriber {

    private static final Map<String, String> TYPES =
            Map.of("voice", "audio/ogg", "audio", "audio/mpeg", "image", "image/jpeg", "document", "application/pdf");

    private final Simulation time;
    final List<String> fetched = new ArrayList<>();
    final List<String> transcribed = new ArrayList<>();
    final Map<String, Fetched> files = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Deque<ModelOutcome> outcomes = new ArrayDeque<>();

    ScriptedSenses(Simulation time) {
        this.time = time;
    }

    /// What comes of the next transcriptions; then each is heard well.
    ScriptedSenses hears(ModelOutcome... next) {
        outcomes.addAll(List.of(next));
        return this;
    }

    /// Nobody will ever hear this recording.
    void refuses(String reference) {
        refused.add(ContentHash.of(reference.getBytes(StandardCharsets.UTF_8)));
    }

    static Fetched.Kept kept(Attached file) {
        var reference = String.valueOf(file.reference());
        return new Fetched.Kept(
                ContentHash.of(reference.getBytes(StandardCharsets.UTF_8)), TYPES.getOrDefault(file.kind(), "x/y"), 99);
    }

    @Override
    public Media.Call fetch(String kind, String account, Attached file, Runnable wake) {
        var reference = String.valueOf(file.reference());
        fetched.add(reference);
        var outcome = new AtomicReference<@Nullable Fetched>();
        time.after(500, () -> {
            outcome.set(files.getOrDefault(reference, kept(file)));
            wake.run();
        });
        return new Media.Call() {
            @Override
            public Optional<Fetched> outcome() {
                return Optional.ofNullable(outcome.get());
            }

            @Override
            public void cancel() {
                // Nothing runs.
            }
        };
    }

    @Override
    public Optional<byte[]> content(String hash) {
        return Optional.of(hash.getBytes(StandardCharsets.UTF_8));
    }

    private ModelOutcome heard(Recording recording) {
        var hash = recording
                .content()
                .get()
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .orElse("");
        return refused.contains(hash)
                ? new ModelOutcome.Failed(ModelOutcome.Failed.REFUSED, false, Optional.empty(), "HTTP 400")
                : new ModelOutcome.Answered("spoken words", "stop", 0, 0);
    }

    @Override
    public Model.Call ask(Recording recording, Model.Listener listener) {
        transcribed.add(recording.model());
        var over = new AtomicBoolean();
        var next = Optional.ofNullable(outcomes.poll());
        time.after(500, () -> {
            if (!over.getAndSet(true)) {
                listener.ended(next.orElseGet(() -> heard(recording)));
            }
        });
        var expiresAt = time.instant().plus(Duration.ofSeconds(30));
        return new Model.Call() {
            @Override
            public void cancel() {
                over.set(true);
            }

            @Override
            public Instant expiresAt() {
                return expiresAt;
            }
        };
    }
}
