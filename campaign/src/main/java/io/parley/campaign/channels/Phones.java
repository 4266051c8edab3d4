package io.parley.campaign.channels;

import io.parley.campaign.channels.SandboxControl.Account;
import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.load.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// People with phones. Each writes a few messages at random times, open loop; every message carries a marker that the
/// model's answer repeats, so that it is known what each delivered text answers.
final class Phones implements AutoCloseable {

    private static final int AT_ONCE = 64;

    /// How people talk.
    ///
    /// @param conversations people on each kind of channel
    /// @param messages how many each writes
    /// @param time within which all is written
    /// @param blocked people on each kind who block the account after their last words
    record Talk(int conversations, int messages, Duration time, int blocked) {}

    private record Act(long nanos, Account account, String person, String canary, boolean blocks) {}

    private final SandboxControl sandbox;
    private final Recorder recorder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore atOnce = new Semaphore(AT_ONCE);
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    /// Channel and person → the marker of their last words.
    private final Map<String, String> blocked = new ConcurrentHashMap<>();
    private final List<Act> acts = new ArrayList<>();

    Phones(SandboxControl sandbox, Recorder recorder, List<Account> accounts, Talk talk, Random random) {
        this.sandbox = sandbox;
        this.recorder = recorder;
        for (var kind : accounts.stream().map(Account::kind).distinct().toList()) {
            var ofKind = accounts.stream()
                    .filter(account -> account.kind().equals(kind))
                    .toList();
            for (int i = 0; i < talk.conversations(); i++) {
                plan(ofKind.get(i % ofKind.size()), i, talk, random);
            }
        }
        acts.sort(Comparator.comparingLong(Act::nanos));
    }

    private void plan(Account account, int number, Talk talk, Random random) {
        var times = random.doubles(talk.messages())
                .mapToLong(share -> (long) (share * talk.time().toNanos()))
                .sorted()
                .toArray();
        for (int i = 0; i < times.length; i++) {
            boolean blocks = number < talk.blocked() && i == times.length - 1;
            var canary = Canaries.make(Owner.MESSAGE, random);
            acts.add(new Act(times[i], account, person(account.kind(), number), canary, blocks));
        }
    }

    /// An id as the provider writes it.
    private static String person(String kind, int number) {
        return switch (kind) {
            case "telegram" -> String.valueOf(700_000_000L + number);
            case "whatsapp" -> "54911" + (40_000_000 + number);
            case "ycloud" -> "+54911" + (50_000_000 + number);
            case "slack" -> "U%06d".formatted(number);
            default -> "user-" + number;
        };
    }

    int messages() {
        return acts.size();
    }

    /// Writes everything at its time; returns when the last word is written.
    void talk() throws InterruptedException {
        long start = System.nanoTime();
        for (var act : acts) {
            long wait = start + act.nanos() - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
            }
            atOnce.acquire();
            var _ = threads.submit(() -> {
                try {
                    write(act);
                } finally {
                    atOnce.release();
                }
            });
        }
        atOnce.acquire(AT_ONCE);
        atOnce.release(AT_ONCE);
    }

    private void write(Act act) {
        var account = act.account();
        waiting.add(act.canary());
        recorder.note(at -> new Line.Written(at, account.channel(), act.person(), act.canary()));
        sandbox.write(account.channel(), act.person(), "hello, this is " + act.canary());
        if (act.blocks()) {
            blocked.put(account.channel() + " " + act.person(), act.canary());
            recorder.note(at -> new Line.Blocked(at, account.channel(), act.person()));
            sandbox.block(account.channel(), act.person());
        }
    }

    /// Looks at what the stand-ins have delivered since the last time.
    void look() {
        List<Line.ProviderCall> calls;
        do {
            calls = sandbox.calls(recorder);
            calls.forEach(call -> {
                if (call.delivered()) {
                    Canaries.in(call.text()).forEach(waiting::remove);
                } else if (call.outcome().equals("refused")) {
                    waiting.remove(blocked.getOrDefault(call.channel() + " " + call.person(), ""));
                }
            });
        } while (!calls.isEmpty());
    }

    /// Messages whose answer has not been seen on a phone.
    int unanswered() {
        return waiting.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
