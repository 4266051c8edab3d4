package io.parley.agent.model;

import java.time.Instant;

/// A language model behind some provider's HTTP interface.
@FunctionalInterface
public interface Model {

    /// Begins a call and returns at once. What comes of it is told to the listener, on threads of the model.
    Call ask(Prompt prompt, Listener listener);

    /// One running call.
    interface Call {

        /// Ends the call: the connection is closed, and the listener hears nothing more from it.
        void cancel();

        /// When the model has been silent for too long, unless it says something before: whoever waits shall cancel
        /// then.
        Instant expiresAt();
    }

    /// Hears one call.
    interface Listener {

        /// A piece of the answer, in order.
        void text(String piece);

        /// Exactly once, and nothing after it.
        void ended(ModelOutcome outcome);
    }
}
