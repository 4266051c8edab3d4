package io.parley.channels.ycloud;

import io.parley.channels.Addressee;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi.Answer;
import io.parley.channels.whatsapp.Fallback;
import io.parley.channels.whatsapp.GraphError;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What an error of YCloud's API means: Meta's own where one is inside, whatever the HTTP status (a pair limit comes as
/// 429 here), else YCloud's by its code (YCloud, errors).
final class YCloudError {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration ACCOUNT = Duration.ofSeconds(10);

    private YCloudError() {}

    static Outcome of(Answer.Received answer, Piece piece, Addressee to) {
        var meta = answer.body().path("error").path("whatsappApiError");
        return meta.isObject() ? ofMeta(meta, answer, piece, to) : own(answer);
    }

    /// Of an error object that Meta gave to YCloud.
    static Outcome ofMeta(JsonNode error, Answer.Received answer, Piece piece, Addressee to) {
        return Fallback.outcome(GraphError.of(error, answer), piece, to);
    }

    /// Of YCloud itself.
    static Outcome own(Answer.Received answer) {
        var code = answer.body().path("error").path("code").asString("");
        var reason = code.isEmpty()
                ? "status " + answer.status()
                : code.toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (code) {
            case "ACCOUNT_RATE_LIMITED" ->
                new Outcome.Later(answer.retryAfter().orElse(ACCOUNT), Scope.ACCOUNT, reason);
            case "TOO_MANY_REQUESTS" -> new Outcome.Later(answer.retryAfter().orElse(SOON), Scope.ACCOUNT, reason);
            case "UNAUTHORIZED", "ACCOUNT_LIMITED", "ACCOUNT_UNAVAILABLE", "BALANCE_INSUFFICIENT" ->
                new Outcome.Halted(reason);
            case "CONTENT_PROHIBITED" -> new Outcome.Refused(reason);
            default -> byStatus(answer, reason);
        };
    }

    private static Outcome byStatus(Answer.Received answer, String reason) {
        return switch (answer.status()) {
            case 429 -> new Outcome.Later(answer.retryAfter().orElse(SOON), Scope.ACCOUNT, reason);
            case 401, 403 -> new Outcome.Halted(reason);
            case 408 -> new Outcome.Unknown(reason);
            default -> answer.status() >= 500 ? new Outcome.Unknown(reason) : new Outcome.Refused(reason);
        };
    }
}
