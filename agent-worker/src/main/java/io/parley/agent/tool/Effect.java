package io.parley.agent.tool;

/// What calling a tool changes. It decides what an interruption and a replay may do with a call.
public enum Effect {
    /// Nothing, and the same arguments always give the same result.
    PURE,
    /// Nothing.
    READ,
    /// Something. A call under way is awaited, never cut, and is made once for each idempotency key.
    WRITE
}
