package io.parley.kit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A channel under test, and new people for each check.
public final class Subject {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Driver driver;
    private final Log log;
    private final Size size;
    private final Random random;

    /// How much is asked of the channel.
    ///
    /// @param crowd people who write at the same time
    /// @param messages that each of them writes
    /// @param burst people who write one message each at the same time, to meet the provider's limit
    /// @param patience until everything has come to its end
    public record Size(int crowd, int messages, int burst, Duration patience) {}

    /// @param seed the names of people and what they say are drawn from it
    public Subject(Driver driver, Log log, Size size, long seed) {
        this.driver = driver;
        this.log = log;
        this.size = size;
        this.random = new Random(seed);
    }

    Driver driver() {
        return driver;
    }

    Log log() {
        return log;
    }

    Size size() {
        return size;
    }

    /// Somebody who has never written.
    Person somebody() {
        return new Person(Long.toString(700_000_000_000L + random.nextLong(99_999_999_999L)), random.nextLong());
    }

    List<Person> people(int count) {
        var people = new ArrayList<Person>();
        for (int n = 0; n < count; n++) {
            people.add(somebody());
        }
        return people;
    }

    /// All of them at the same time.
    static void atOnce(List<Person> people, Doing doing) throws IOException, InterruptedException {
        AtOnce.all(people.stream()
                .<AtOnce.Thing>map(person -> () -> doing.with(person))
                .toList());
    }

    /// Waits until all conversations have come to their end, or the patience is over; then looks.
    List<Conversation> settled(List<Person> people) throws IOException, InterruptedException {
        long end = System.nanoTime() + size.patience().toNanos();
        for (var person : people) {
            while (!person.conversation().missing().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(LOOK_EVERY);
            }
        }
        var conversations = new ArrayList<Conversation>();
        for (var person : people) {
            conversations.add(person.conversation());
        }
        return conversations;
    }

    /// What somebody does.
    @FunctionalInterface
    interface Doing {
        void with(Person person) throws IOException, InterruptedException;
    }

    /// A person with what they have said so far.
    final class Person {

        private final String name;
        private final String mark;
        private final List<String> said = new ArrayList<>();

        private Person(String name, long mark) {
            this.name = name;
            this.mark = Long.toHexString(mark);
        }

        String name() {
            return name;
        }

        /// The newest words.
        String last() {
            return said.getLast();
        }

        /// Words that nobody has said before.
        String words(String text) {
            return "%s (kit %s-%d)".formatted(text, mark, said.size() + 1);
        }

        /// Says it and waits until it stands in the log, so that the next one can only stand behind it.
        void say(String text) throws IOException, InterruptedException {
            var words = words(text);
            said.add(words);
            driver.say(name, words);
            long end = System.nanoTime() + size.patience().toNanos();
            while (log.incoming(words).isEmpty() && System.nanoTime() < end) {
                Thread.sleep(LOOK_EVERY.dividedBy(5));
            }
        }

        Conversation conversation() throws IOException, InterruptedException {
            var taken = said.stream().map(log::incoming).toList();
            var client = taken.stream()
                    .flatMap(List::stream)
                    .findFirst()
                    .map(record -> record.value().getClientId());
            // Receipts before the screen: what is SENT by then must be there.
            var entries = client.map(log::entries).orElse(List.of());
            var receipts = client.map(log::receipts).orElse(List.of());
            return new Conversation(name, List.copyOf(said), taken, entries, receipts, driver.shown(name));
        }
    }
}
