package io.parley.channels.telegram;

import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How a call that sends has ended. Telegram tells its errors apart by their descriptions only, whose
/// beginnings its server's source code fixes.
final class Ending {

    private static final Duration NOT_TELEGRAM = Duration.ofSeconds(10);
    private static final Duration TOO_MANY = Duration.ofSeconds(5);

    /// What the description of a final refusal has in it, and what that is called.
    private record Known(String words, String reason) {}

    private static final List<Known> FINAL = List.of(
            new Known("blocked by the user", "blocked-by-client"),
            new Known("user is deactivated", "client-deactivated"),
            new Known("can't initiate conversation", "conversation-not-begun"),
            new Known("to bots", "client-is-a-bot"),
            new Known("to the bot", "client-is-a-bot"),
            new Known("was kicked", "removed-from-group"),
            new Known("not a member", "removed-from-group"),
            new Known("was deleted", "group-deleted"),
            new Known("chat not found", "client-unknown"),
            new Known("thread not found", "thread-unknown"),
            new Known("too long", "too-long"),
            new Known("text is empty", "empty"),
            new Known("must be non-empty", "empty"),
            new Known("not enough rights", "no-right-to-write"),
            new Known("have no write access", "no-right-to-write"));

    private Ending() {}

    static Outcome of(Answer answer, Piece piece, boolean isGroup) {
        return answer.outcome(received -> received(received, piece, isGroup));
    }

    private static Outcome received(Answer.Received answer, Piece piece, boolean isGroup) {
        boolean isTelegrams = answer.body().path("ok").isBoolean();
        int status = answer.status();
        if (answer.isSuccess() && answer.body().path("ok").asBoolean(false)) {
            return new Outcome.Sent(
                    answer.body().path("result").path("message_id").asString(""));
        }
        return switch (status) {
            case 429 -> tooMany(answer, isGroup);
            case 401, 404, 421 -> new Outcome.Halted("bot-token-refused " + status);
            case 413 -> new Outcome.Refused("too-long 413");
            case 400, 403 ->
                isTelegrams
                        ? refused(answer.body(), status, piece)
                        : new Outcome.Later(NOT_TELEGRAM, Scope.ACCOUNT, "not-telegram " + status);
            default -> other(status);
        };
    }

    /// A gateway's page, a server's error, a success that does not say so: it may have been sent. What is left
    /// of 4xx and the redirects, which lead away from the Bot API, was not.
    private static Outcome other(int status) {
        return status >= 300 && status < 500
                ? new Outcome.Later(NOT_TELEGRAM, Scope.ACCOUNT, "not-telegram " + status)
                : new Outcome.Unknown("http " + status);
    }

    /// The answer does not say whose limit was hit: the bot's (then everything that it sends fails until then,
    /// and sending on makes it worse) or the chat's. The whole bot waits, except after a message to a group:
    /// the group's limit of 20 a minute is by far the nearer one, and whoever talks in a group must not silence
    /// everybody else. Was it the bot's after all, the next message to a person finds out.
    private static Outcome tooMany(Answer.Received answer, boolean isGroup) {
        var told = answer.body().path("parameters").path("retry_after");
        var after = told.isIntegralNumber() && told.canConvertToInt() && told.asInt() > 0
                ? Optional.of(Duration.ofSeconds(told.asInt()))
                : answer.retryAfter();
        return new Outcome.Later(
                after.orElse(TOO_MANY), isGroup ? Scope.CLIENT : Scope.ACCOUNT, "too-many-requests 429");
    }

    private static Outcome refused(JsonNode body, int status, Piece piece) {
        var moved = body.path("parameters").path("migrate_to_chat_id");
        if (moved.isIntegralNumber()) {
            return new Outcome.Moved(moved.asString(""));
        }
        var description = body.path("description").asString("");
        return instead(description, piece)
                .<Outcome>map(simpler -> new Outcome.Instead(simpler, "refused-as-it-was " + status))
                .orElseGet(() -> new Outcome.Refused(FINAL.stream()
                                .filter(known -> description.contains(known.words()))
                                .map(Known::reason)
                                .findFirst()
                                .orElse("refused")
                        + " " + status));
    }

    /// The same message with less: each step takes something away, so that there is an end to it.
    private static Optional<Piece> instead(String description, Piece piece) {
        var body = piece.body().deepCopy();
        if (description.contains("can't parse entities") && body.has("parse_mode")) {
            return Optional.of(piece.as(piece.method(), unformatted(body)));
        }
        if (isAboutButtons(description) && body.has("reply_markup")) {
            return Optional.of(piece.as(piece.method(), body.without("reply_markup")));
        }
        if (isAboutPicture(description) && body.has("photo")) {
            return Optional.of(linked(body))
                    .filter(linked -> !linked.path("text").asString("").isEmpty())
                    .map(linked -> piece.as("sendMessage", linked));
        }
        return Optional.empty();
    }

    private static boolean isAboutButtons(String description) {
        return description.contains("BUTTON") || description.contains("reply markup");
    }

    private static boolean isAboutPicture(String description) {
        return description.contains("failed to get HTTP URL content")
                || description.contains("wrong file identifier")
                || description.contains("wrong type of the web page content")
                || description.contains("IMAGE_PROCESS_FAILED")
                || description.contains("PHOTO_");
    }

    private static ObjectNode unformatted(ObjectNode body) {
        if (body.has("text")) {
            body.put("text", Html.plain(body.path("text").asString(""), TelegramSender.LONGEST_TEXT));
        } else {
            body.put("caption", Html.plain(body.path("caption").asString(""), TelegramSender.LONGEST_CAPTION));
        }
        return body.without("parse_mode");
    }

    /// The words with the picture's address, if it has one.
    private static ObjectNode linked(ObjectNode body) {
        var url = body.path("photo").asString("");
        var words = body.path("caption").asString("");
        var shown = url.startsWith("data:") ? "" : url;
        var address = body.has("parse_mode") ? new Html().text(shown) : shown;
        body.put("text", (words + "\n\n" + address).strip());
        body.remove("photo");
        body.remove("caption");
        return body;
    }
}
