package io.parley.agent.turn;

import java.util.List;

/// Signs of life of a running turn. They never wait and never fail: one that can't be written is lost.
public interface Signs {

    void phase(Client client, String turnId, int attempt, Phase phase);

    /// A stream of the text of one attempt.
    TextStream text(Client client, String turnId, int attempt);

    /// The turn ended and says nothing.
    void ended(Turn turn, List<String> messageIds);

    /// What a turn is doing.
    enum Phase {
        WAITING,
        THINKING,
        WRITING
    }

    /// Takes an attempt's text piece by piece; what comes within a short time leaves together.
    interface TextStream {
        void append(String piece);

        /// No more will come, and what has not left yet need not.
        void close();
    }
}
