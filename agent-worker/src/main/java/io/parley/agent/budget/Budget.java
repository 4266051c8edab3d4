package io.parley.agent.budget;

import io.parley.agent.settings.AgentSettings;
import java.time.Instant;

/// What a tenant may spend on models a day. Reserved before a call is made, settled when it has ended.
public interface Budget {

    /// Asks for leave to make a call.
    ///
    /// @param tenant its id
    /// @param model that is to be asked; one without a known price counts as the dearest
    /// @param tokens the most that the call may use, question and answer
    Leave reserve(String tenant, AgentSettings settings, String model, Tokens tokens);

    /// How many tokens.
    ///
    /// @param input of the question
    /// @param output of the answer
    record Tokens(long input, long output) {}

    /// Whether a call may be made.
    sealed interface Leave {

        /// It may; to be settled whatever comes of it.
        non-sealed interface Granted extends Leave {

            /// The call has used this much; nothing if it was never made.
            void settle(Tokens used);
        }

        /// It may not.
        ///
        /// @param what is used up: `tokens` or `money`
        /// @param until when there will be more
        record Exhausted(String what, Instant until) implements Leave {}
    }
}
