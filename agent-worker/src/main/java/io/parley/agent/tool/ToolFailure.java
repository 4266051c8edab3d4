package io.parley.agent.tool;

/// The source behind a tool can't be reached or answers nonsense. Counts against the source's circuit breaker.
public final class ToolFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    /// @param reason a stable lower-case word such as `timeout` or `unavailable`
    public ToolFailure(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    public ToolFailure(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
