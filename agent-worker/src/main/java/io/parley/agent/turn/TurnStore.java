package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.handoff.Silence;
import io.parley.agent.memory.Memory;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where turns are kept. Each method is one transaction; a failure of the database is an exception that the caller
/// may answer by calling again, since everything here can be done twice.
public interface TurnStore {

    /// Opens a turn for these messages unless its first one is known. Others of them that are known are left out.
    ///
    /// The stored row fixes what the turn answers and which memory it is given; whoever sees the messages again
    /// reads it.
    Opening open(Draft draft);

    /// Makes the next attempt, with more messages if there are any, unless the turn has ended or another attempt has
    /// been made since.
    ///
    /// @return the turn as it is stored now
    Turn again(Turn turn, Cause cause, List<Input> more, List<Decision> decisions);

    /// Keeps steps that do not end the turn, if it still runs in this attempt.
    ///
    /// @return the turn as it is stored now: with the steps, or ended, or running in a newer attempt
    Turn keep(Turn turn, List<Step> steps);

    /// Changes a line that the client's later turns are given.
    void correct(Memory.Correction correction);

    /// Ends the turn if it still runs in this attempt: stores the ending, the step that led to it, the inputs ended
    /// with it and the lines to remember, all or nothing.
    ///
    /// @return the turn as it is stored now: ended by this call, or by whoever was first, or running in a newer
    /// attempt
    Turn end(Turn turn, TurnEnd end, @Nullable Step last, List<Input> more, List<Decision> decisions);

    /// Which of these messages belong to a turn already.
    Set<String> known(Client client, Collection<String> messageIds);

    /// The turn that a message belongs to.
    Optional<Turn> ofMessage(Client client, String messageId);

    /// A turn by its id or by one of its messages', as long as it is the tenant's.
    Optional<Turn> find(String tenant, String id);

    /// The client's last turn.
    Optional<Turn> last(Client client);

    /// Marks that what the turn said has been taken back.
    void retract(Turn turn);

    /// The client's silence, the last one if it has ended.
    Optional<Silence> silence(Client client);

    /// Follows something that silences the agent.
    void silence(Client client, Silence.Beginning by);

    /// Ends the silence, if there is one, and leaves word of it in the client's memory.
    ///
    /// @param messageId of the record that hands the conversation back
    /// @param at its log time
    void handBack(Client client, String messageId, Instant at);

    /// Deletes the tenant's turns that ended before this time. What was said stays in the memory.
    void forget(String tenant, Instant before);

    /// Deletes everything that is kept of the client.
    void erase(Client client);

    /// What a new turn is made of.
    ///
    /// @param gate whether a silenced client's turn ends at once
    /// @param ignoredBecause a reason for which the agent must not answer, whatever the store knows; null for none
    record Draft(
            String turnId,
            Client client,
            String settingsVersion,
            int memorySize,
            Instant now,
            List<Input> messages,
            List<Decision> decisions,
            Gate gate,
            @Nullable String ignoredBecause) {}

    /// Whether silence counts.
    enum Gate {
        /// It does: the agent would answer.
        SILENCEABLE,
        /// It does not: a person answers.
        OPEN
    }

    /// What came of [#open].
    sealed interface Opening {
        /// A new turn: running, or ended at once as ignored, because the client is silenced or the draft says so.
        record Opened(Turn turn) implements Opening {}

        /// The first message belongs to this turn already; nothing was stored.
        record Known(Turn turn) implements Opening {}
    }

    /// Why there is another attempt.
    enum Cause {
        /// Newer messages came while it ran.
        INTERRUPTED,
        /// Text was shown and then the model failed: it begins anew.
        RETRIED,
        /// The worker that ran it has gone.
        RESUMED
    }
}
