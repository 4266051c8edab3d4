package io.parley.agent.media;

import io.parley.channels.Account;
import io.parley.channels.Accounts;
import io.parley.channels.Channel;
import io.parley.channels.Channels;
import io.parley.channels.MediaSource;
import io.parley.channels.MediaSource.Located;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// [Media] from the providers of the channels. Each fetch has a virtual thread of its own; only so many run at a time,
/// since each may hold a whole file.
final class ProviderMedia implements Media, AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int AT_A_TIME = 16;

    private final Channels channels;
    private final Accounts accounts;
    private final Download download;
    private final MediaStore store;
    private final Limits limits;
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("agent-worker-media-", 0).factory());

    /// What a file may be and take.
    ///
    /// @param time for one file, with all tries
    record Limits(int largestBytes, Duration time) {}

    ProviderMedia(Channels channels, Accounts accounts, Download download, MediaStore store, Limits limits) {
        this.channels = channels;
        this.accounts = accounts;
        this.download = download;
        this.store = store;
        this.limits = limits;
    }

    @Override
    public Call fetch(String kind, String account, Attached file, Runnable wake) {
        var running = new Running();
        running.task = threads.submit(() -> {
            running.end(inTime(kind, account, file));
            wake.run();
            return running;
        });
        return running;
    }

    /// One running fetch.
    private static final class Running implements Call {
        private volatile @Nullable Fetched outcome;
        private volatile java.util.concurrent.@Nullable Future<?> task;

        void end(Fetched how) {
            outcome = how;
        }

        @Override
        public Optional<Fetched> outcome() {
            return Optional.ofNullable(outcome);
        }

        @Override
        public void cancel() {
            var running = task;
            if (running != null) {
                running.cancel(true);
            }
        }
    }

    private Fetched inTime(String kind, String account, Attached file) throws InterruptedException {
        if (file.sizeBytes() != null && file.sizeBytes() > limits.largestBytes()) {
            return new Fetched.Unavailable(Fetched.Unavailable.TOO_LARGE);
        }
        places.acquire();
        try {
            return tried(kind, account, file, System.nanoTime() + limits.time().toNanos());
        } catch (RuntimeException e) {
            // A channel's code or an address that is none: whatever it is, the message must be answered.
            return new Fetched.Unavailable(
                    e instanceof MediaStoreAway ? Fetched.Unavailable.STORAGE : "failed-" + name(e));
        } finally {
            places.release();
        }
    }

    private static String name(RuntimeException e) {
        return e.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private Fetched tried(String kind, String account, Attached file, long deadline) throws InterruptedException {
        while (true) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            var answer = once(kind, account, file, left);
            switch (answer) {
                case Download.Answer.Got got -> {
                    return kept(got, file);
                }
                case Download.Answer.Refused refused -> {
                    return new Fetched.Unavailable(refused.reason());
                }
                case Download.Answer.Later later -> {
                    var pause = later.after().orElse(PAUSE);
                    if (pause.plus(PAUSE).compareTo(Duration.ofNanos(deadline - System.nanoTime())) > 0) {
                        return new Fetched.Unavailable(later.reason());
                    }
                    Thread.sleep(pause);
                }
            }
        }
    }

    private Download.Answer once(String kind, String account, Attached file, Duration left)
            throws InterruptedException {
        return switch (locate(kind, account, file)) {
            case Located.Found found -> download.get(found, left);
            case Located.Gone gone -> new Download.Answer.Refused(gone.reason());
            case Located.Later later -> new Download.Answer.Later(Optional.of(later.after()), later.reason());
        };
    }

    private Located locate(String kind, String account, Attached file) throws InterruptedException {
        var source = channels.find(kind).flatMap(Channel::media);
        if (source.isEmpty()) {
            // A channel without files of its own, or outside Parley: the reference is the address.
            return new Located.Found(URI.create(Objects.requireNonNull(file.reference())), Map.of(), Set.of());
        }
        return accounts.find(kind, account)
                .map(known -> new Asked(source.get(), known))
                .orElseThrow(() -> new IllegalStateException("the account is gone"))
                .locate(file);
    }

    private record Asked(MediaSource source, Account account) {
        Located locate(Attached file) throws InterruptedException {
            return source.locate(file.attachment(), account);
        }
    }

    private Fetched kept(Download.Answer.Got got, Attached file) {
        var claimed = Optional.ofNullable(file.mediaType()).orElse(got.mediaType());
        var type = FileType.of(got.content(), file.kind(), claimed);
        if (type.isEmpty()) {
            return new Fetched.Unavailable(Fetched.Unavailable.WRONG_TYPE);
        }
        var hash = ContentHash.of(got.content());
        store.put(hash, got.content(), type.get());
        return new Fetched.Kept(hash, type.get(), got.content().length);
    }

    @Override
    public Optional<byte[]> content(String hash) {
        return store.get(hash).filter(content -> ContentHash.of(content).equals(hash));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
