package io.parley.agent.tool;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Something that the agent can do besides talking.
///
/// A tool reaches only the tenant and the client of the turn: both come from the call's context, never from its
/// arguments.
public interface Tool {

    Spec spec();

    /// Does it. Runs on a virtual thread of its own and may block; the thread is interrupted when the result is not
    /// wanted any more, which never happens to a tool that writes.
    ///
    /// @return what it did; a failure that the model can do something about is a result, too
    /// @throws ToolFailure when the source behind it can't be reached or answers nonsense
    ToolResult call(ToolCall call) throws InterruptedException, ToolFailure;

    /// What the model is told of a tool, and what Parley knows of it.
    ///
    /// @param name lower-case words joined by `_`, unique in a tenant
    /// @param parameters JSON Schema of the arguments, an object
    /// @param source whose circuit breaker counts its failures: tools of one source share one in each tenant
    /// @param timeout after which a call has failed
    /// @param repeatable of a tool that writes: whether a second call with the same key changes nothing; one that
    /// is not is never called again when it is unknown what came of it
    record Spec(
            String name,
            String description,
            JsonNode parameters,
            Effect effect,
            String source,
            Duration timeout,
            boolean repeatable) {

        /// How long a call may take unless the tool says otherwise.
        public static final Duration TIMEOUT = Duration.ofSeconds(10);

        /// A tool that changes nothing.
        public static Spec read(String name, String description, JsonNode parameters, String source) {
            return new Spec(name, description, parameters, Effect.READ, source, TIMEOUT, true);
        }

        /// A tool that changes something, once for each idempotency key.
        public static Spec write(String name, String description, JsonNode parameters, String source) {
            return new Spec(name, description, parameters, Effect.WRITE, source, TIMEOUT, true);
        }
    }
}
