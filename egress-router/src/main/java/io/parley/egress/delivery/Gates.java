package io.parley.egress.delivery;

import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.Limit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The gates of all accounts of a kind of channel, and the buckets of the people who are written to.
final class Gates {

    private static final int CLEAN_EVERY = 4096;

    private record Chat(String account, String externalId) {}

    private final Clock clock;
    private final Map<String, AccountGate> accounts = new ConcurrentHashMap<>();
    private final Map<Chat, Buckets> chats = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    Gates(Clock clock) {
        this.clock = clock;
    }

    AccountGate of(Account account) {
        return accounts.computeIfAbsent(account.id(), id -> new AccountGate(id, clock));
    }

    /// Reserves a place for a message to this person.
    ///
    /// @param limits of whatever scope; those of clients count here
    Instant reserve(Addressee to, List<Limit> limits) {
        var own = of(limits, Limit.Scope.CLIENT);
        if (own.isEmpty()) {
            return clock.instant();
        }
        if (asked.incrementAndGet() % CLEAN_EVERY == 0) {
            chats.values().removeIf(Buckets::areIdle);
        }
        return chats.computeIfAbsent(new Chat(to.account().id(), to.externalId()), chat -> new Buckets(clock))
                .reserve(own);
    }

    static List<Limit> of(List<Limit> limits, Limit.Scope scope) {
        return limits.stream().filter(limit -> limit.scope() == scope).toList();
    }

    long paused() {
        return accounts.values().stream().filter(AccountGate::isPaused).count();
    }

    long halted() {
        return accounts.values().stream().filter(AccountGate::isHalted).count();
    }
}
