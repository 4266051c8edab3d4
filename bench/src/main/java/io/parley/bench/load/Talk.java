package io.parley.bench.load;

import io.parley.bench.system.SocketFleet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What is said to many guests, each entry numbered: once to all of them, or in an open loop to one after the other.
public final class Talk implements AutoCloseable {

    private final Replies replies;
    private final String prefix;
    private final int[] numbers;
    private final int length;
    private final Random random = new Random(1);
    private @Nullable Thread speaker;
    private volatile boolean speaking;

    /// Nothing has been said yet.
    ///
    /// @param prefix of the users' names; their index follows
    /// @param length of the words, in characters
    public Talk(SocketFleet fleet, String prefix, int users, int length) {
        this.replies = new Replies(fleet);
        this.prefix = prefix;
        this.numbers = new int[users];
        this.length = length;
    }

    /// Says something to each of these users; returns when Kafka has it.
    public void sayToAll(int from, int count) {
        for (int user = from; user < from + count; user++) {
            say(user, System.nanoTime());
        }
        replies.flush();
    }

    /// From now on says so much a second, to users by chance, until [#stop].
    public void start(double perSecond) {
        speaking = true;
        speaker = Thread.ofPlatform().daemon().name("talk").start(() -> speak(perSecond));
    }

    /// Returns when Kafka has all that was said.
    public void stop() throws InterruptedException {
        speaking = false;
        if (speaker != null) {
            speaker.join();
        }
        replies.flush();
    }

    /// How many entries each user should have seen, by index.
    public synchronized int[] numbers() {
        return numbers.clone();
    }

    /// The sum of these.
    public long count() {
        long sum = 0;
        for (int number : numbers()) {
            sum += number;
        }
        return sum;
    }

    private void speak(double perSecond) {
        long start = System.nanoTime();
        for (long i = 0; speaking; i++) {
            long intended = start + (long) (i * TimeUnit.SECONDS.toNanos(1) / perSecond);
            while (System.nanoTime() < intended) {
                LockSupport.parkNanos(intended - System.nanoTime());
            }
            say(random.nextInt(numbers.length), intended);
        }
    }

    private synchronized void say(int user, long intended) {
        replies.say(prefix + user, new Words(++numbers[user], intended), length);
    }

    @Override
    public void close() {
        speaking = false;
        replies.close();
    }
}
