package io.parley.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that a provider posts.
///
/// @param path at the ingress, with its leading slash
/// @param headers for each attempt anew, so that timestamps in signatures are of that attempt
/// @param queue within one queue of an account a webhook is posted only when the one before has been answered or
/// dropped; null: at once, beside all others
/// @param at since when it exists
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Webhook(
        Account account,
        String path,
        String eventId,
        byte[] body,
        Headers headers,
        @Nullable String queue,
        Retries retries,
        Instant at) {

    /// The headers of an attempt, `Content-Type` among them.
    @FunctionalInterface
    public interface Headers {
        Map<String, String> of(Attempt attempt);
    }

    /// One posting.
    ///
    /// @param number from 1
    /// @param failure why the one before failed; null for the first
    public record Attempt(int number, @Nullable Failure failure) {}

    /// What was wrong with an attempt.
    public enum Cause {
        TIMEOUT,
        NO_CONNECTION,
        STATUS
    }

    /// A failed attempt.
    ///
    /// @param attempt its number
    /// @param status of the answer; 0 where there was none
    /// @param headers of the answer, with names in lower case
    public record Failure(int attempt, Cause cause, int status, Map<String, String> headers) {

        public Failure {
            headers = Map.copyOf(headers);
        }
    }

    /// When a provider tries again.
    public interface Retries {

        /// How long it waits for an answer.
        Duration patience();

        /// How long it then waits before it posts again; empty: never again.
        ///
        /// @param age how old the webhook is
        Optional<Duration> after(Failure failure, Duration age);

        /// How many connections to one address it holds at once, for an account.
        default int connections() {
            return 40;
        }

        /// How many queues of an account may wait for an answer or a retry before the others have to wait as well.
        default int queues() {
            return 80;
        }
    }
}
