package io.parley.channels;

import io.parley.schemas.avro.AgentReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How Parley reaches a provider. The frame owns order, limits, retries, receipts, fences, dead letters and metrics; a
/// sender only says what an entry becomes and makes one call.
public interface Sender {

    /// The messages at the provider that an entry becomes, in order; none where the channel has no way to show it. The
    /// same for the same entry, for ever: a restart takes up the list where it was left.
    List<Piece> pieces(AgentReply entry, Addressee to);

    /// Makes one call and says how it ended. Called once at a time for a client.
    Outcome send(Piece piece, Addressee to) throws InterruptedException;

    /// What the provider allows, for this addressee.
    List<Limit> limits(Addressee to);

    /// Shows the person that somebody is at work: typing, reading, a draft. Best effort, its failures are dropped.
    default void show(Sign sign, Addressee to) throws InterruptedException {}

    /// How long the provider shows a sign; the frame repeats it before. Zero where the channel shows none.
    default Duration signLasts() {
        return Duration.ZERO;
    }

    /// Whether [#streams(Addressee)] is ever true; where it is not, the text being written is not even routed to it.
    default boolean streams() {
        return false;
    }

    /// Whether [#show] wants the text written so far, about once a second, for this addressee.
    default boolean streams(Addressee to) {
        return false;
    }

    /// How long the provider may take to report a message of which nobody knows whether it was sent, naming our own id
    /// of
    /// it; empty where it never does.
    default Optional<Duration> reportsWithin() {
        return Optional.empty();
    }
}
