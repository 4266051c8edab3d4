package io.parley.standalone.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An answer of the API that is no answer: status and the error object of the OpenAI API reference.
final class ApiError extends RuntimeException {

    private final int status;
    private final String type;
    private final @Nullable String parameter;
    private final @Nullable String code;
    private final transient Map<String, String> headers;

    ApiError(
            int status,
            String type,
            String message,
            @Nullable String parameter,
            @Nullable String code,
            Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.parameter = parameter;
        this.code = code;
        this.headers = headers;
    }

    static ApiError invalid(String message, @Nullable String parameter) {
        return new ApiError(400, "invalid_request_error", message, parameter, null, Map.of());
    }

    static ApiError contextTooLong(int tokens) {
        int counted = Math.max(tokens, 128_001);
        return new ApiError(
                400,
                "invalid_request_error",
                "This model's maximum context length is 128000 tokens. However, your messages resulted in " + counted
                        + " tokens. Please reduce the length of the messages.",
                "messages",
                "context_length_exceeded",
                Map.of());
    }

    static ApiError rateLimited(int retryAfterSeconds) {
        return new ApiError(
                429,
                "requests",
                "Rate limit reached for stand-in on requests per min (RPM). Please try again in " + retryAfterSeconds
                        + "s.",
                null,
                "rate_limit_exceeded",
                Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
    }

    static ApiError server(int status) {
        return server(status, Map.of());
    }

    static ApiError overloaded(int retryAfterSeconds) {
        return server(503, Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
    }

    private static ApiError server(int status, Map<String, String> headers) {
        String message = "The server had an error while processing your request. Sorry about that!";
        return new ApiError(status, "server_error", message, null, null, headers);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", parameter)
                .put("code", code);
        return body;
    }
}
