package io.parley.channels;

import io.parley.schemas.avro.IncomingMessage;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How a provider reaches Parley. The frame reads the body within its limits, asks [#isAuthentic] before anything is
/// parsed, publishes what [#events] gives and answers only when Kafka has acknowledged all of it.
public interface Webhook {

    /// Path of the URL; `{channel}` stands for the account's id.
    default String path(String kind) {
        return "/webhooks/" + kind + "/{channel}";
    }

    /// Whether the account's provider has sent this: the signature over the raw bytes, compared in constant time. False
    /// where the account has no secret.
    boolean isAuthentic(Call call, Account account);

    /// Answers a GET, with which some providers check the URL.
    default Reply verify(Call call, Account account) {
        return Reply.status(405);
    }

    /// The JSON of an authentic body: the body itself, or what a form carries. The parser keeps the limits on depth,
    /// length and numbers.
    ///
    /// @throws tools.jackson.core.JacksonException when there is none
    default JsonNode json(Call call, Json parser) {
        return parser.parse(call.body());
    }

    /// Types of body that the provider sends, without parameters.
    default List<String> mediaTypes() {
        return List.of("application/json");
    }

    /// What an authentic body says, in its order. Never fails: what it does not know becomes an [Event.Notice], so that
    /// the provider does not send it again.
    List<Event> events(JsonNode body, Account account);

    /// Answers an authentic body that needs no record, such as a check of the URL; asked before [#events].
    default Optional<Reply> answer(JsonNode body, Account account) {
        return Optional.empty();
    }

    /// The answer when everything has been written.
    default Reply accepted(List<IncomingMessage> written) {
        return Reply.status(200);
    }

    /// Parses JSON within the limits.
    @FunctionalInterface
    interface Json {
        JsonNode parse(byte[] bytes);
    }
}
