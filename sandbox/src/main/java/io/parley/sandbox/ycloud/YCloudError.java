package io.parley.sandbox.ycloud;

import io.parley.sandbox.Answer;
import io.parley.sandbox.Json;
import io.parley.sandbox.whatsapp.MetaError;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// An error as YCloud says it (YCloud API reference, errors); codes are words, and those of Meta strings.
///
/// @param target what is wrong
/// @param meta what Meta has said
record YCloudError(
        int status,
        String code,
        String message,
        @Nullable String target,
        @Nullable MetaError meta,
        int retryAfter) {

    private static final String META_DOCS =
            "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int PAIR = 131056;
    private static final int THROUGHPUT = 130429;

    static YCloudError of(int status, String code, String message) {
        return new YCloudError(status, code, message, null, null, 0);
    }

    static YCloudError badKey() {
        return of(401, "UNAUTHORIZED", "INVALID_API_KEY");
    }

    static YCloudError invalid(String target, String message) {
        return new YCloudError(400, "PARAM_INVALID", message, target, null, 0);
    }

    static YCloudError notFound() {
        return of(404, "NOT_FOUND", "The requested resource was not found.");
    }

    /// YCloud's own limit (rate limits: 429 and `Retry-After`).
    static YCloudError tooFast(int seconds) {
        return new YCloudError(429, "TOO_MANY_REQUESTS", "Too many requests. Please slow down.", null, null, seconds);
    }

    /// What Meta has refused. Meta's own limits come as 429, although Meta itself answers 400 (YCloud API reference,
    /// WhatsApp errors).
    static YCloudError of(MetaError error) {
        var isTooFast = error.code() == PAIR || error.code() == THROUGHPUT;
        return new YCloudError(
                isTooFast ? 429 : error.status(),
                isTooFast ? "TOO_MANY_REQUESTS" : "BAD_REQUEST",
                error.message(),
                "whatsappApiError",
                error,
                0);
    }

    /// By status alone, for faults.
    static YCloudError of(int status, int retryAfter) {
        var code = switch (status) {
            case 401 -> "UNAUTHORIZED";
            case 403 -> "ACCOUNT_UNAVAILABLE";
            case 404 -> "NOT_FOUND";
            case 409 -> "ALREADY_EXISTS";
            case 413 -> "CONTENT_TOO_LARGE";
            case 429 -> "TOO_MANY_REQUESTS";
            default -> status >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_REQUEST";
        };
        return new YCloudError(status, code, "The request has failed.", null, null, retryAfter);
    }

    Answer answer() {
        var request = "req_" + random(19);
        var body = Json.object();
        var error =
                body.putObject("error").put("status", status).put("code", code).put("message", message);
        Optional.ofNullable(target).ifPresent(name -> error.put("target", name));
        if (meta != null) {
            error.put("docUrl", META_DOCS).set("whatsappApiError", meta(meta));
        }
        error.put("requestId", request);
        var recorded = meta == null ? code : String.valueOf(meta.code());
        var answer = status == 429
                ? new Answer(Answer.Outcome.THROTTLED, status, Map.of(), body, recorded, null, false)
                : Answer.refused(status, recorded, body);
        return (retryAfter > 0 ? answer.header("Retry-After", String.valueOf(retryAfter)) : answer)
                .header("YCloud-Request-ID", request);
    }

    /// Meta's error, its code as a string.
    static ObjectNode meta(MetaError error) {
        var json = error.toJson("A" + random(16));
        return json.put("code", String.valueOf(error.code()));
    }

    static String random(int length) {
        var text = new StringBuilder();
        ThreadLocalRandom.current()
                .ints(length, 0, LETTERS.length())
                .forEach(index -> text.append(LETTERS.charAt(index)));
        return text.toString();
    }
}
