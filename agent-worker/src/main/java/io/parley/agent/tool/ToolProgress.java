package io.parley.agent.tool;

import org.jspecify.annotations.Nullable;

/// Hears how far a call is. Never waits and never fails.
@FunctionalInterface
public interface ToolProgress {

    /// The call has got this far.
    ///
    /// @param percent 0 to 100; null where it is not known
    /// @param message in words for the client; null for none
    void moved(@Nullable Integer percent, @Nullable String message);
}
