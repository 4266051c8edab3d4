package io.parley.sandbox.telegram;

import io.parley.sandbox.Answer;
import io.parley.sandbox.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A method failed. The HTTP status equals `error_code`; `parameters` is there for `retry_after` and
/// `migrate_to_chat_id` only (Telegram Bot API, Making requests and ResponseParameters).
final class TelegramError extends RuntimeException {

    private final int status;
    private final int retryAfter;
    private final @Nullable Long migrateTo;

    private TelegramError(int status, String description, int retryAfter, @Nullable Long migrateTo) {
        super(description);
        this.status = status;
        this.retryAfter = retryAfter;
        this.migrateTo = migrateTo;
    }

    static TelegramError of(int status, String description) {
        return new TelegramError(status, description, 0, null);
    }

    static TelegramError badRequest(String description) {
        return of(400, "Bad Request: " + description);
    }

    static TelegramError forbidden(String description) {
        return of(403, "Forbidden: " + description);
    }

    /// With `retry_after` in the body and the header `Retry-After` (tdlib/telegram-bot-api, Query.cpp and
    /// HttpConnection.cpp).
    static TelegramError tooFast(int seconds) {
        return new TelegramError(429, "Too Many Requests: retry after " + seconds, seconds, null);
    }

    static TelegramError migrated(long chat) {
        return new TelegramError(400, "Bad Request: group chat was upgraded to a supergroup chat", 0, chat);
    }

    Answer answer() {
        ObjectNode body =
                Json.object().put("ok", false).put("error_code", status).put("description", getMessage());
        if (retryAfter > 0) {
            body.putObject("parameters").put("retry_after", retryAfter);
            return Answer.throttled(status, retryAfter, String.valueOf(status), body);
        }
        if (migrateTo != null) {
            body.putObject("parameters").put("migrate_to_chat_id", migrateTo);
        }
        return Answer.refused(status, String.valueOf(getMessage()), body);
    }
}
