package io.parley.agent.turn;

import io.parley.agent.Client;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        TOOL,
        WRITING
    }

    /// Signs of one attempt.
    interface OfAttempt {
        void phase(Phase phase);

        /// A tool runs, and has got this far.
        ///
        /// @param percent 0 to 100; null where it is not known
        /// @param message in words for the client; null for none
        void tool(String name, @Nullable Integer percent, @Nullable String message);

        /// The next piece of its text; what comes within a short time leaves together.
        void text(String piece);

        /// No more will come, and what has not left yet need not.
        void over();
    }
}
