package io.parley.agent.tool;

import io.parley.agent.settings.AgentSettings;
import java.util.List;
import java.util.Optional;

/// All tools of a tenant, and the one way to call them: bounded in time, counted, behind a circuit breaker for each
/// tenant and source.
public interface Toolbox {

    /// What the tenant's agent can do, in the order of names.
    List<Tool.Spec> specs(AgentSettings settings);

    /// Begins a call and returns at once.
    ///
    /// @param wake called once, when it has ended; not after a cancel that has taken effect
    Call call(String name, ToolCall call, Runnable wake);

    /// One running call.
    interface Call {

        /// What came of it, once it has ended.
        Optional<Outcome> outcome();

        /// The result is not wanted any more. What is under way may go on unseen. A call that writes and has begun
        /// goes on as if nothing had been said: its outcome comes.
        void cancel();
    }

    /// How a call ended.
    sealed interface Outcome {

        /// The tool gave a result.
        record Answered(ToolResult result) implements Outcome {}

        /// It gave none: its source failed, was too slow, or has failed so often that it is not asked for a while.
        ///
        /// @param reason a stable lower-case word
        record Failed(String reason) implements Outcome {

            /// No result within the tool's time. Of a tool that writes it is unknown whether it did.
            public static final String TIMEOUT = "timeout";
            /// Not called: the source has failed too often lately.
            public static final String BREAKER_OPEN = "breaker-open";
            /// Not called: too many calls of the tenant to the source are under way.
            public static final String BUSY = "busy";
            /// There is no such tool.
            public static final String UNKNOWN_TOOL = "unknown-tool";
            /// The tool itself is wrong.
            public static final String BROKEN = "broken";
        }
    }
}
