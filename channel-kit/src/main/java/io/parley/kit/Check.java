package io.parley.kit;

import io.parley.kit.Driver.Forgery;
import io.parley.kit.Driver.Trouble;
import java.io.IOException;
import java.util.Locale;

/// What every channel has to do, one check for each promise.
public enum Check {
    ONE_REPLY("one message gets exactly one reply"),
    ORDER("a person's messages are answered in order, many people at once"),
    DUPLICATES("an event that comes four more times causes no second reply"),
    RECEIPTS("every reply has SENDING, then SENT, and no state goes back"),
    RETRY_AFTER_500("a provider that fails loses no reply and doubles none without a mark"),
    RETRY_AFTER_429("a provider that asks to wait gets the reply once, later"),
    RETRY_AFTER_SILENCE("a lost answer leaves at most one marked duplicate"),
    RATE_LIMIT("a burst beyond the limit meets at most ten 429 and loses nothing"),
    WRONG_SIGNATURE("a wrong signature: 401, no record"),
    MISSING_SIGNATURE("a missing signature: 401, no record"),
    OVERSIZED("an oversized body: 413, no record"),
    NOT_JSON("a body that is not JSON: 400, no record"),
    UNKNOWN_ACCOUNT("an unknown account: 404, no record"),
    RESTART("ended without notice in the middle, nothing is lost and nothing doubled without a mark");

    private final String promise;

    Check(String promise) {
        this.promise = promise;
    }

    /// The promise in words.
    public String promise() {
        return promise;
    }

    /// As it is written on the command line, such as `one-reply`.
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Carries it out; takes as long as the subject's patience allows.
    public Verdict run(Subject subject) throws IOException, InterruptedException {
        return switch (this) {
            case ONE_REPLY -> Talks.oneReply(subject);
            case ORDER -> Talks.order(subject);
            case DUPLICATES -> Talks.duplicates(subject);
            case RECEIPTS -> Talks.receipts(subject);
            case RETRY_AFTER_500 -> Troubles.of(subject, Trouble.FAILS);
            case RETRY_AFTER_429 -> Troubles.of(subject, Trouble.THROTTLES);
            case RETRY_AFTER_SILENCE -> Troubles.of(subject, Trouble.LOSES_ANSWERS);
            case RATE_LIMIT -> Troubles.burst(subject);
            case WRONG_SIGNATURE -> Refusals.of(subject, Forgery.WRONG_SIGNATURE, 401);
            case MISSING_SIGNATURE -> Refusals.of(subject, Forgery.MISSING_SIGNATURE, 401);
            case OVERSIZED -> Refusals.of(subject, Forgery.OVERSIZED, 413);
            case NOT_JSON -> Refusals.of(subject, Forgery.NOT_JSON, 400);
            case UNKNOWN_ACCOUNT -> Refusals.of(subject, Forgery.UNKNOWN_ACCOUNT, 404);
            case RESTART -> Troubles.restart(subject);
        };
    }
}
