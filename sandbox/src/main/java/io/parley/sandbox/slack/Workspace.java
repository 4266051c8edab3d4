package io.parley.sandbox.slack;

import io.parley.sandbox.Account;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// One workspace with the app in it: its names, and its clock of timestamps.
///
/// A person is known by the user id, and its direct message channel by the same with a `D` in front; a channel (`C…`,
/// `G…`) is known by its own id.
final class Workspace {

    private static final String MEMBER = "U0MEMBER";

    private final String suffix;
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    Workspace(Account account, Clock clock) {
        this.suffix = Integer.toHexString(account.id().hashCode()).toUpperCase(Locale.ROOT);
        this.clock = clock;
    }

    String team() {
        return "T" + suffix;
    }

    String app() {
        return "A" + suffix;
    }

    String bot() {
        return "B" + suffix;
    }

    String botUser() {
        return "UB" + suffix;
    }

    /// A timestamp, unique and growing, in seconds with six digits behind the point: the id of a message (Slack,
    /// message
    /// event).
    String nextTs() {
        long now = clock.millis() * 1000;
        long ts = last.updateAndGet(before -> Math.max(before + 1, now));
        return "%d.%06d".formatted(ts / 1_000_000, ts % 1_000_000);
    }

    static boolean isUser(String id) {
        return id.startsWith("U") || id.startsWith("W");
    }

    static boolean isDirect(String channel) {
        return channel.startsWith("D");
    }

    /// The channel in which this person or channel of the control API talks with the app.
    static String channel(String person) {
        return isUser(person) ? "D" + person : person;
    }

    /// Of whom a channel is; a user id opens the direct message channel (Slack, chat.postMessage: channel).
    static String person(String channel) {
        return isDirect(channel) ? channel.substring(1) : channel;
    }

    /// Who writes.
    static String user(String person, String given) {
        return isUser(person) ? person : given.isEmpty() ? MEMBER : given;
    }
}
