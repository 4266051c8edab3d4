package io.parley.agent.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What came of one call of a model.
public sealed interface ModelOutcome {

    /// A whole answer.
    ///
    /// @param asks calls whose results the model wants to see before it goes on; then there need be no text
    /// @param finish why the model stopped, as it says: `stop`, `length` or `tool_execution`
    record Answered(String text, List<Ask> asks, String finish, long inputTokens, long outputTokens)
            implements ModelOutcome {

        public Answered {
            asks = List.copyOf(asks);
        }

        public Answered(String text, String finish, long inputTokens, long outputTokens) {
            this(text, List.of(), finish, inputTokens, outputTokens);
        }
    }

    /// No answer, or none that may be shown.
    ///
    /// @param reason a stable lower-case word
    /// @param retryable whether the same request may succeed a little later
    /// @param retryAfter how long the provider asks to wait
    /// @param cause for the journal, without words of the conversation
    record Failed(String reason, boolean retryable, Optional<Duration> retryAfter, String cause)
            implements ModelOutcome {

        /// The provider can't be reached or has trouble.
        public static final String UNAVAILABLE = "model-unavailable";
        /// Not asked: it has failed this tenant too often lately.
        public static final String BREAKER_OPEN = "breaker-open";
        /// The provider refuses the request for good.
        public static final String REFUSED = "model-refused";
        /// The request is longer than the model can take.
        public static final String CONTEXT_TOO_LONG = "context-too-long";
        /// Too many requests.
        public static final String RATE_LIMITED = "model-rate-limited";
        /// What came is empty, cut off or no answer at all.
        public static final String BAD_ANSWER = "model-bad-answer";
        /// Silent for too long.
        public static final String TIMEOUT = "model-timeout";
        /// Longer than any answer may be.
        public static final String TOO_LONG = "answer-too-long";
        /// A recording in which nobody speaks.
        public static final String NO_SPEECH = "no-speech";
        /// A recording that is kept no longer.
        public static final String LOST = "file-lost";
        /// A recording of a kind that no transcription takes.
        public static final String FORMAT = "format-not-supported";
        /// The provider withholds the answer.
        public static final String FILTERED = "model-filtered";

        /// Whether the provider may have worked, and charged, for it.
        public boolean isPaid() {
            return !Set.of(UNAVAILABLE, BREAKER_OPEN, REFUSED, RATE_LIMITED).contains(reason);
        }

        static Failed retryable(String reason, String cause) {
            return new Failed(reason, true, Optional.empty(), cause);
        }

        static Failed forGood(String reason, String cause) {
            return new Failed(reason, false, Optional.empty(), cause);
        }
    }
}
