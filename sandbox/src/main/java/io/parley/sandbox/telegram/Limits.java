package io.parley.sandbox.telegram;

import io.parley.sandbox.Throttle;
import java.time.Clock;
import java.time.Duration;

/// How fast a bot may send: about one message a second in a chat with short bursts, 20 a minute in a group, 30 a second
/// altogether; edits count (Telegram, Bots FAQ: My bot is hitting limits). The exact figures are Telegram's secret: the
/// bursts and the waits are ours.
final class Limits {

    private final Throttle chat;
    private final Throttle group;
    private final Throttle bot;

    Limits(Clock clock) {
        this.chat = new Throttle(clock, 3, 1, Duration.ofSeconds(1), Duration.ofSeconds(3));
        this.group = new Throttle(clock, 20, 20, Duration.ofMinutes(1), Duration.ofSeconds(10));
        this.bot = new Throttle(clock, 30, 30, Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /// Takes one message of a bot to a chat.
    ///
    /// @throws TelegramError 429 when it comes too fast
    void take(String account, Chat to) {
        pass(bot.take(account));
        String key = account + " " + to.id();
        if (!to.isPrivate()) {
            pass(group.take(key));
        }
        pass(chat.take(key));
    }

    private static void pass(Duration wait) {
        if (wait.isPositive()) {
            throw TelegramError.tooFast((int) wait.toSeconds());
        }
    }

    void clear() {
        chat.clear();
        group.clear();
        bot.clear();
    }
}
