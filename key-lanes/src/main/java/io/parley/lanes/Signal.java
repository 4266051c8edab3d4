package io.parley.lanes;

/// Why [Lane#await] has returned.
public enum Signal {
    /// A record has arrived that neither the last `await` nor the last `newer` has seen.
    NEWER,
    /// Somebody has called [Lane#wake].
    WOKEN,
    /// The work is cancelled, see [Lane#cancellation].
    CANCELLED,
    /// The time has come.
    TIME
}
