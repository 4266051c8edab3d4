package io.parley.agent.turn;

import io.parley.agent.model.ModelOutcome;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingMessage;
import java.util.List;

/// How one attempt at an answer went.
sealed interface AttemptOutcome {

    /// The model has answered.
    ///
    /// @param step the last step, which is stored together with the end of the turn
    record Answered(String text, Step step) implements AttemptOutcome {}

    /// Something of what the client sent is known now, or known to be out of reach.
    record Learnt(List<Step> steps) implements AttemptOutcome {

        public Learnt {
            steps = List.copyOf(steps);
        }
    }

    /// Nothing of what the client sent could be had.
    record Missed(Words.Missed what) implements AttemptOutcome {}

    /// The model has failed.
    ///
    /// @param shown whether text of this attempt has been shown already
    record Failed(ModelOutcome.Failed failure, boolean shown) implements AttemptOutcome {}

    /// The turn's time is up.
    record TimeUp() implements AttemptOutcome {}

    /// A newer message makes the turn begin anew.
    record Interrupted(LaneRecord<IncomingMessage> by) implements AttemptOutcome {}

    /// A record behind it ends the turn.
    record Stopped(LaneRecord<IncomingMessage> by) implements AttemptOutcome {}
}
