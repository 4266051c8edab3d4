package io.parley.agent.memory;

/// An earlier line of a client's conversation.
///
/// @param number its place: later lines have higher numbers
public record MemoryLine(long number, Role role, String text) {

    /// Who said it.
    public enum Role {
        USER,
        AGENT,
        HUMAN
    }
}
