package io.parley.agent.memory;

import org.jspecify.annotations.Nullable;

/// An earlier line of a client's conversation.
///
/// @param number later lines have higher numbers; one that stands in the place of an older line has its own
/// @param providerId of a client's message: the provider's id of it
public record MemoryLine(
        long number, Role role, String text, @Nullable String providerId) {

    /// Who said it.
    public enum Role {
        USER,
        AGENT,
        HUMAN,
        /// Nobody: a bracketed line that tells the agent what has happened to the conversation.
        NOTE;

        /// Whether the business has said it.
        public boolean isOurs() {
            return this == AGENT || this == HUMAN;
        }
    }
}
