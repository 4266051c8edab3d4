package io.parley.agent.turn;

import io.parley.agent.Client;
import java.util.List;
import java.util.Map;

/// Signs of life of a running turn. They never wait and never fail: one that can't be written is lost, and one that
/// something newer overtakes at once need not be written.
public interface Signs {

    /// The turn waits for the rest of the client's burst.
    ///
    /// @param attributes of the message that it begins with
    void waiting(Client client, String turnId, Map<String, String> attributes);

    OfAttempt attempt(Turn turn);

    /// The turn ended and says nothing.
    void ended(Turn turn, List<String> messageIds);

    /// What a turn is doing.
    enum Phase {
        WAITING,
        THINKING,
        WRITING
    }

    /// Signs of one attempt.
    interface OfAttempt {
        void phase(Phase phase);

        /// The next piece of its text; what comes within a short time leaves together.
        void text(String piece);

        /// No more will come, and what has not left yet need not.
        void over();
    }
}
