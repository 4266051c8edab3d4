package io.parley.agent.turn;

import io.parley.agent.media.Attached;
import io.parley.agent.media.Fetched;
import io.parley.agent.media.Media;
import io.parley.agent.model.Model;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import io.parley.agent.model.Transcriber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Fetches a turn's files, all at once, and has its recordings transcribed, one after the other. What comes of each is
/// a step of the turn, kept before the next thing is done. Newer messages wait meanwhile, and then are heard at once.
final class Perceiving {

    private final Workplace workplace;
    private final ClientLane lane;
    private final Watch watch;
    private final Turn turn;
    private final Clock clock;

    Perceiving(Workplace workplace, ClientLane lane, Watch watch, Turn turn) {
        this.workplace = workplace;
        this.lane = lane;
        this.watch = watch;
        this.turn = turn;
        this.clock = workplace.clock();
    }

    /// Fetches what is not known yet.
    AttemptOutcome fetch(List<Attached> files, Instant deadline) throws InterruptedException {
        var startedAt = clock.instant();
        var signs = thinking();
        var client = turn.client();
        var calls = new ArrayList<Media.Call>();
        try {
            files.forEach(file ->
                    calls.add(workplace.senses().media().fetch(client.channel(), client.account(), file, lane::wake)));
            var before = watch.until(
                    () -> calls.stream().allMatch(call -> call.outcome().isPresent()), () -> false, () -> deadline);
            return before.orElseGet(() -> learnt(files, calls, startedAt));
        } finally {
            calls.forEach(Media.Call::cancel);
            signs.over();
        }
    }

    private Signs.OfAttempt thinking() {
        var signs = workplace.signs().attempt(turn);
        signs.phase(Signs.Phase.THINKING);
        return signs;
    }

    private AttemptOutcome learnt(List<Attached> files, List<Media.Call> calls, Instant startedAt) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < files.size(); i++) {
            var how = calls.get(i).outcome().orElseThrow();
            steps.add(Findings.fetched(turn, files.get(i), how, startedAt, clock));
        }
        return new AttemptOutcome.Learnt(steps);
    }

    /// Has a recording transcribed, with as many tries as the model gets.
    ///
    /// @param tries of which the model is the one that transcribes
    AttemptOutcome transcribe(Fetched.Kept recording, Prompt.Endpoint endpoint, Tries tries, Instant deadline)
            throws InterruptedException {
        var startedAt = clock.instant();
        var model = tries.model();
        if (!Transcriber.FORMATS.contains(recording.mediaType())) {
            return nothing(recording, model, ModelOutcome.Failed.FORMAT, startedAt);
        }
        var request = new Transcriber.Recording(
                turn.client().tenant(),
                endpoint,
                model,
                recording.mediaType(),
                () -> workplace.senses().media().content(recording.hash()));
        var signs = thinking();
        try {
            while (true) {
                var ended = new AtomicReference<@Nullable ModelOutcome>();
                var before = ask(request, ended, deadline);
                if (before.isPresent()) {
                    return before.get();
                }
                var failure = failure(ended.get());
                if (failure.isEmpty()) {
                    return words(recording, model, ended.get(), startedAt);
                }
                var pause = tries.next(failure.get(), Duration.between(clock.instant(), deadline));
                if (pause.isEmpty()) {
                    return nothing(recording, model, failure.get().reason(), startedAt);
                }
                var until = clock.instant().plus(pause.get());
                var disturbed =
                        watch.until(() -> false, () -> false, () -> until).orElseThrow();
                if (!(disturbed instanceof AttemptOutcome.TimeUp)) {
                    return disturbed;
                }
            }
        } finally {
            signs.over();
        }
    }

    /// One request; empty when it has ended or has taken too long.
    private Optional<AttemptOutcome> ask(
            Transcriber.Recording request, AtomicReference<@Nullable ModelOutcome> ended, Instant deadline)
            throws InterruptedException {
        var address = request.endpoint().baseUrl().toString();
        try (var permit = workplace.permits().ask(turn.client().tenant(), address, lane::wake)) {
            var waited = watch.until(permit::isGranted, () -> false, () -> deadline);
            if (waited.isPresent()) {
                return waited;
            }
            var call = workplace.senses().transcriber().ask(request, new Ear(ended));
            try {
                var before = watch.until(
                        () -> ended.get() != null,
                        () -> false,
                        () -> deadline.isBefore(call.expiresAt()) ? deadline : call.expiresAt());
                return before.filter(what -> !(what instanceof AttemptOutcome.TimeUp)
                        || !clock.instant().isBefore(deadline));
            } finally {
                call.cancel();
            }
        }
    }

    /// Hears how a transcription ends.
    private final class Ear implements Model.Listener {
        private final AtomicReference<@Nullable ModelOutcome> outcome;

        Ear(AtomicReference<@Nullable ModelOutcome> outcome) {
            this.outcome = outcome;
        }

        @Override
        public void text(String piece) {
            // Recordings are transcribed in one piece.
        }

        @Override
        public void ended(ModelOutcome how) {
            outcome.set(how);
            lane.wake();
        }
    }

    private static Optional<ModelOutcome.Failed> failure(@Nullable ModelOutcome ended) {
        return switch (ended) {
            case ModelOutcome.Answered answered -> Optional.empty();
            case ModelOutcome.Failed failed -> Optional.of(failed);
            case null ->
                Optional.of(new ModelOutcome.Failed(ModelOutcome.Failed.TIMEOUT, true, Optional.empty(), "no answer"));
        };
    }

    private AttemptOutcome words(
            Fetched.Kept recording, String model, @Nullable ModelOutcome ended, Instant startedAt) {
        if (!(ended instanceof ModelOutcome.Answered answered)) {
            throw new IllegalStateException("asked for words that are not there");
        }
        var heard = new Findings.Heard.Words(answered.text());
        return new AttemptOutcome.Learnt(List.of(Findings.heard(turn, recording, model, heard, startedAt, clock)));
    }

    private AttemptOutcome nothing(Fetched.Kept recording, String model, String reason, Instant startedAt) {
        var heard = new Findings.Heard.Nothing(reason);
        return new AttemptOutcome.Learnt(List.of(Findings.heard(turn, recording, model, heard, startedAt, clock)));
    }
}
