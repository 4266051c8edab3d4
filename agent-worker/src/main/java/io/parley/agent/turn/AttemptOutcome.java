package io.parley.agent.turn;

import io.parley.agent.model.ModelOutcome;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingMessage;
import java.util.List;

/// How one attempt at an answer went.
sealed interface AttemptOutcome {

    /// The model has answered.
    ///
    /// @param step the answer, not stored yet
    record Answered(Step step) implements AttemptOutcome {}

    /// The model ends the turn and calls a person.
    record HandedOver(Acts.Act.HandOver act) implements AttemptOutcome {}

    /// The model ends the turn with a reply of several parts.
    record Composed(Acts.Act.Compose act) implements AttemptOutcome {}

    /// Something is known now that was not, or known to be out of reach: what the client sent, what the model wants to
    /// be called, what came of a call.
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

    /// The model may not be asked.
    ///
    /// @param reason a stable lower-case word
    record Refused(String reason, String why) implements AttemptOutcome {}

    /// The turn's time is up.
    record TimeUp() implements AttemptOutcome {}

    /// A newer message makes the turn begin anew.
    record Interrupted(LaneRecord<IncomingMessage> by) implements AttemptOutcome {}

    /// A record behind it ends the turn.
    record Stopped(LaneRecord<IncomingMessage> by) implements AttemptOutcome {}
}
