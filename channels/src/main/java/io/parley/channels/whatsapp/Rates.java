package io.parley.channels.whatsapp;

import io.parley.channels.Account;
import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import java.time.Duration;
import java.util.List;

/// How fast a business number may send (Meta, Cloud API throughput).
public final class Rates {

    /// 80 messages a second, 20 where the number is shared with the Business app, up to 1,000 after an upgrade; what
    /// people write counts, too.
    private static final int A_SECOND = 80;

    /// One message in 6 s to the same person, 45 of them at once. A little slower, since calls don't take the same
    /// time.
    private static final Limit PAIR = new Limit(Scope.CLIENT, 1, Duration.ofMillis(6_200), 44);

    private Rates() {}

    /// Three quarters of the account's `messages-per-second`, or of Meta's own; the rest is for what comes in. What
    /// goes
    /// at once after a pause counts within the second, so that no second has more.
    public static List<Limit> of(Account account) {
        int most = Math.max(2, account.limit("messages-per-second", A_SECOND) * 3 / 4);
        int burst = Math.max(1, most / 8);
        return List.of(new Limit(Scope.ACCOUNT, most - burst, Duration.ofSeconds(1), burst), PAIR);
    }
}
