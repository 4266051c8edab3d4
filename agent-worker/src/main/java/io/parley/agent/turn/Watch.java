package io.parley.agent.turn;

import io.parley.agent.settings.OnNewMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits on the lane's thread for one thing while it looks out for the records that stop or interrupt the turn.
final class Watch {

    /// A client who keeps writing must get an answer some time.
    private static final int MAX_INTERRUPTIONS = 3;

    private final ClientLane lane;
    private final Listening listening;
    private final Turn turn;
    private final OnNewMessage onNewMessage;
    private final Clock clock;

    Watch(ClientLane lane, Listening listening, Turn turn, OnNewMessage onNewMessage, Clock clock) {
        this.lane = lane;
        this.listening = listening;
        this.turn = turn;
        this.onNewMessage = onNewMessage;
        this.clock = clock;
    }

    /// Waits until the thing is done, which comes first if it has happened, or until the time.
    ///
    /// @param writing whether text of this attempt is being shown
    /// @return empty when it is done, else what happened before
    Optional<AttemptOutcome> until(BooleanSupplier done, BooleanSupplier writing, Supplier<Instant> time)
            throws InterruptedException {
        while (!done.getAsBoolean()) {
            var heard = heard(writing);
            if (heard.isPresent()) {
                return heard;
            }
            if (!clock.instant().isBefore(time.get())) {
                return Optional.of(new AttemptOutcome.TimeUp());
            }
            lane.await(time.get());
        }
        return Optional.empty();
    }

    /// What has happened already.
    Optional<AttemptOutcome> heard(BooleanSupplier writing) throws InterruptedException {
        return listening.look(turn).flatMap(heard -> switch (heard) {
            case Heard.Stop stop -> Optional.of(new AttemptOutcome.Stopped(stop.by()));
            case Heard.Message message
            when interrupts(writing.getAsBoolean()) -> Optional.of(new AttemptOutcome.Interrupted(message.first()));
            case Heard.Message message -> Optional.empty();
        });
    }

    private boolean interrupts(boolean writing) {
        return turn.interruptions() < MAX_INTERRUPTIONS
                && switch (onNewMessage) {
                    case QUEUE -> false;
                    case INTERRUPT -> true;
                    case STEER -> !writing;
                };
    }
}
