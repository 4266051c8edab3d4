package io.parley.sandbox.whatsapp;

import io.parley.sandbox.Answer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A message of a business that WhatsApp has taken.
///
/// @param message as it was sent, in Meta's form
/// @param phone to which it goes, in digits; empty where it goes to a business-scoped id
/// @param chat empty where nobody is reached
/// @param fate what becomes of it
public record Outbound(
        String wamid,
        BusinessNumber number,
        JsonNode message,
        Optional<String> phone,
        Optional<String> scopedId,
        Optional<Chat> chat,
        Fate fate) {

    /// What becomes of a message that was taken.
    public sealed interface Fate {

        /// The person has it.
        ///
        /// @param isRead and has seen it
        record Reached(boolean isRead) implements Fate {}

        /// The person has blocked the business: it stays with one tick.
        record Stuck() implements Fate {}

        /// It fails, and a status says why.
        record Failed(MetaError error) implements Fate {}
    }

    public boolean isDelivered() {
        return fate instanceof Fate.Reached;
    }

    /// The answer to whoever has sent it, and how it is recorded: delivered, or by why it was not.
    ///
    /// @param id by which the sender knows it
    public Answer answer(JsonNode body, String id) {
        return new Answer(
                isDelivered() ? Answer.Outcome.DELIVERED : Answer.Outcome.REFUSED,
                200,
                Map.of(),
                body,
                code(),
                id,
                isDelivered());
    }

    private @Nullable String code() {
        return switch (fate) {
            case Fate.Failed(var error) -> String.valueOf(error.code());
            case Fate.Stuck() -> "blocked";
            case Fate.Reached _ -> null;
        };
    }

    /// What came of a send: taken or refused at once.
    public sealed interface Sending {
        record Taken(Outbound message) implements Sending {}

        record Refused(MetaError error) implements Sending {}
    }
}
