package io.parley.agent.event;

import java.util.Locale;
import java.util.Map;

/// Tells operators what they should know, on `system-events`. Whoever calls it is never held up and never fails: an
/// event is lost where Kafka is out of reach.
@FunctionalInterface
public interface SystemEvents {

    /// Tells it, unless the same was told within the last minute: the same kind, of the same tenant, with the same
    /// details.
    ///
    /// @param details what makes it another event than the next of its kind, such as the source that fails; few and
    /// short, without personal data
    void tell(String tenant, Kind kind, Map<String, String> details);

    /// What has happened.
    enum Kind {
        /// Detail `turn_id`.
        HANDED_OVER("A client waits for a person."),
        /// Detail `what`: tokens or money.
        BUDGET_EXHAUSTED("The day's budget is used up: the agent answers no more until tomorrow."),
        /// Detail `source`: a tool's source, or the model's server.
        BREAKER_OPEN("Something failed so often that it is not asked for a while."),
        /// Details `source`, `reason`.
        TOOL_SOURCE_FAILING("What a tool asks does not answer, or answers nonsense."),
        /// A turn has failed because of it. Detail `reason`.
        MODEL_FAILING("The model does not answer, or answers nonsense."),
        /// Detail `reason`.
        MAIL_FAILING("The team's mail can't be sent.");

        private final String message;

        Kind(String message) {
            this.message = message;
        }

        /// The stable word on the record.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String message() {
            return message;
        }
    }
}
