package io.parley.sandbox;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a provider answers, and what is recorded of it.
///
/// @param code the provider's own word or number for a refusal
/// @param messageId the provider's id of the message that was made
/// @param delivered whether the person has a new message
public record Answer(
        Outcome outcome,
        int status,
        Map<String, String> headers,
        JsonNode body,
        @Nullable String code,
        @Nullable String messageId,
        boolean delivered) {

    /// What came of a call.
    public enum Outcome {
        /// The person has a new message.
        DELIVERED,
        /// Done, and it is no message.
        DONE,
        REFUSED,
        THROTTLED,
        FAULT
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    /// The person has a new message.
    public static Answer delivered(String messageId, JsonNode body) {
        return new Answer(Outcome.DELIVERED, 200, Map.of(), body, null, messageId, true);
    }

    /// Done, and it is no message.
    public static Answer done(JsonNode body) {
        return new Answer(Outcome.DONE, 200, Map.of(), body, null, null, false);
    }

    public static Answer refused(int status, String code, JsonNode body) {
        return new Answer(Outcome.REFUSED, status, Map.of(), body, code, null, false);
    }

    /// Too fast.
    ///
    /// @param retryAfter in seconds, for the header
    public static Answer throttled(int status, int retryAfter, String code, JsonNode body) {
        Map<String, String> headers = Map.of("Retry-After", String.valueOf(retryAfter));
        return new Answer(Outcome.THROTTLED, status, headers, body, code, null, false);
    }

    /// The same with one more header.
    public Answer header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(outcome, status, more, body, code, messageId, delivered);
    }

    /// This fault, over what the call had done before.
    Answer with(Answer done) {
        return new Answer(outcome, status, headers, body, code, done.messageId, done.delivered);
    }
}
