package io.parley.channels.whatsapp;

import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.ProviderApi.Answer;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An error of the Graph API. What it means is decided by its code, never by the HTTP status or the title (Meta, Cloud
/// API error codes); the status counts only where there is no code that we know.
///
/// @param code -1 where there is none
public record GraphError(int status, int code, int subcode, boolean passing, Optional<Duration> retryAfter) {

    /// The conversation's 24 hours are over: only a template may be sent.
    public static final int WINDOW_CLOSED = 131047;

    /// This message can't go to a business-scoped id.
    static final int NEEDS_PHONE = 131062;

    static final int MEDIA_DOWNLOAD = 131052;
    static final int MEDIA_UPLOAD = 131053;

    private static final int NO_SUCH_OBJECT = 33;

    /// One message in 6 s to the same person (Meta, pair rate limits).
    private static final Duration PAIR = Duration.ofSeconds(6);

    /// Long enough that a number which is too busy is not asked more than ten times a minute.
    private static final Duration THROUGHPUT = Duration.ofSeconds(6);

    private static final Duration CALLS = Duration.ofMinutes(1);
    private static final Duration REGISTRATION = Duration.ofSeconds(30);

    /// Of the Graph API's own answer.
    static GraphError of(Answer.Received answer) {
        return of(answer.body().path("error"), answer);
    }

    /// Of an error object, wherever a reseller has put it; its codes may be texts.
    public static GraphError of(JsonNode error, Answer.Received answer) {
        return new GraphError(
                answer.status(),
                error.path("code").asInt(-1),
                error.path("error_subcode").asInt(0),
                error.path("is_transient").asBoolean(false),
                answer.retryAfter());
    }

    /// A stable word and the code.
    public static String reason(int code) {
        return word(code) + " " + code;
    }

    /// How the call has ended.
    public Outcome outcome() {
        return switch (code) {
            case 131056 -> later(PAIR, Scope.CLIENT);
            case 130429 -> later(THROUGHPUT, Scope.ACCOUNT);
            case 4, 80007 -> later(CALLS, Scope.ACCOUNT);
            case 133004 -> later(REGISTRATION, Scope.ACCOUNT);
            // A send may have gone out, and there is no key by which a second one would be known.
            case 1, 2, 131000, 131016, 131057 -> new Outcome.Unknown(reason(code));
            case 0, 3, 10, 190, 368, 131005, 131031, 131042, 131048 -> new Outcome.Halted(reason(code));
            case 100 -> subcode == NO_SUCH_OBJECT ? new Outcome.Halted("no-such-object 100") : refused();
            default -> byRange();
        };
    }

    private Outcome byRange() {
        return switch (word(code)) {
            case "not-permitted", "registration" -> new Outcome.Halted(reason(code));
            case "refused" -> byStatus();
            default -> refused();
        };
    }

    private Outcome byStatus() {
        var reason = code < 0 ? "status " + status : reason(code);
        if (status == 429) {
            return later(THROUGHPUT, Scope.ACCOUNT);
        }
        if (status == 401 || status == 403) {
            return new Outcome.Halted(reason);
        }
        return status >= 500 || status == 408 || passing ? new Outcome.Unknown(reason) : new Outcome.Refused(reason);
    }

    private Outcome refused() {
        return new Outcome.Refused(reason(code));
    }

    private Outcome later(Duration standard, Scope scope) {
        return new Outcome.Later(retryAfter.orElse(standard), scope, code < 0 ? "throttled 429" : reason(code));
    }

    private static String word(int code) {
        return switch (code) {
            case 0, 190 -> "token-refused";
            case 1, 2, 131000, 131016 -> "provider-failure";
            case 131057 -> "maintenance";
            case 3, 10, 131005 -> "not-permitted";
            case 4, 80007 -> "call-limit";
            case 33, 100, 131008, 131009 -> "bad-parameter";
            case 368, 131031 -> "account-locked";
            case 130429 -> "throughput";
            case 130472 -> "experiment";
            case 131021 -> "to-itself";
            case 131026 -> "undeliverable";
            case 131030 -> "not-on-test-list";
            case 131042 -> "payment";
            case WINDOW_CLOSED -> "window-closed";
            case 131048 -> "spam-limit";
            case 131049 -> "ecosystem-limit";
            case 131050 -> "stopped-by-client";
            case 131051 -> "unsupported-type";
            case MEDIA_DOWNLOAD, MEDIA_UPLOAD -> "media";
            case 131056 -> "pair-limit";
            case NEEDS_PHONE -> "needs-phone";
            default -> wordOfRange(code);
        };
    }

    private static String wordOfRange(int code) {
        if (code >= 200 && code <= 299) {
            return "not-permitted";
        }
        if (code >= 132000 && code <= 132099) {
            return "template";
        }
        return code >= 133000 && code <= 133016 ? "registration" : "refused";
    }
}
