package io.parley.campaign.load;

import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Line;
import io.parley.schemas.ClientId;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// All load clients: who they are, and what they do when. An open loop: a slow system does not slow down the talk.
public final class Crowd implements AutoCloseable {

    /// How many people write, and how much.
    ///
    /// @param tenants tenants with a web channel `<tenant>-web` that lets guests in
    /// @param clients number of people, spread evenly over the tenants
    /// @param rate messages a second, all together
    /// @param prefix of the people's names, so that several runs over the same system know their own
    public record Size(List<String> tenants, int clients, double rate, String prefix) {

        public Size {
            tenants = List.copyOf(tenants);
        }
    }

    /// Mean number of messages of one action, see [#act].
    private static final double MESSAGES_PER_ACTION = 1.19;

    private final Size size;
    private final InstantSource clock;
    private final Random random;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("campaign-timer-", 0).factory());
    private final HttpClient http;
    private final List<Person> people = new ArrayList<>();
    private final AtomicLong said = new AtomicLong();
    private volatile boolean talking;

    /// @param endpoint where the sockets are, for instance `ws://localhost:8080`; asked for each connection
    public Crowd(Size size, long seed, Supplier<URI> endpoint, Recorder recorder, InstantSource clock) {
        this.size = size;
        this.clock = clock;
        random = new Random(seed);
        http = HttpClient.newBuilder()
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        var around = new Tab.Surroundings(http, timer, endpoint, recorder, random);
        for (int i = 0; i < size.clients(); i++) {
            people.add(new Person(identity(i), around));
        }
    }

    private Line.Person identity(int number) {
        var tenant = size.tenants().get(number % size.tenants().size());
        var user = size.prefix() + number;
        var id = ClientId.of(tenant, tenant + "-web", "g." + user).toString();
        return new Line.Person(tenant, id, user, Canaries.make(Owner.CLIENT, random));
    }

    /// Opens a tab for everybody, and a second one for some.
    public void arrive() {
        for (var person : people) {
            person.openTab();
            if (random.nextInt(8) == 0) {
                person.openTab();
            }
        }
        var _ = timer.scheduleWithFixedDelay(() -> people.forEach(Person::tick), 1, 1, TimeUnit.SECONDS);
    }

    public boolean isLive() {
        return people.stream().flatMap(person -> person.tabs().stream()).allMatch(Tab::isLive);
    }

    /// Begins to talk; returns at once.
    public void talk() {
        talking = true;
        Thread.ofPlatform().daemon().name("campaign-talk").start(this::loop);
    }

    /// Nobody begins anything new; the tabs stay.
    public void hush() {
        talking = false;
    }

    private void loop() {
        long next = System.nanoTime();
        while (talking) {
            double gap = -Math.log(1 - random.nextDouble()) * MESSAGES_PER_ACTION / size.rate();
            next += (long) (gap * 1e9);
            for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            act(people.get(random.nextInt(people.size())));
        }
    }

    private void act(Person person) {
        int dice = random.nextInt(1000);
        if (dice < 780) {
            say(person, 1);
        } else if (dice < 900) {
            say(person, 2 + random.nextInt(3));
        } else if (dice < 930) {
            if (person.repeat()) {
                said.incrementAndGet();
            }
        } else if (dice < 950) {
            person.control("typing", clock.millis());
            say(person, 1);
        } else if (dice < 970) {
            person.control("cancel", clock.millis());
        } else if (dice < 985) {
            person.cut();
        } else if (dice < 993) {
            person.openTab();
        } else {
            person.closeTab();
        }
    }

    private void say(Person person, int messages) {
        long delay = 0;
        for (int i = 0; i < messages; i++) {
            long intended = clock.millis() + delay;
            said.incrementAndGet();
            if (delay == 0) {
                person.say(intended);
            } else {
                var _ = timer.schedule(() -> person.say(intended), delay, TimeUnit.MILLISECONDS);
            }
            delay += 20 + random.nextLong(250);
        }
    }

    /// One message of everybody at the same moment.
    public void sayAllAtOnce() {
        people.forEach(person -> say(person, 1));
    }

    /// Messages written so far, repeated ones included.
    public long said() {
        return said.get();
    }

    /// Messages written and not yet accepted or refused.
    public int unsettled() {
        return sum(Person::unsettled);
    }

    /// Accepted messages whose ending nobody has seen yet.
    public int unfinished() {
        return sum(Person::unfinished);
    }

    private int sum(ToIntFunction<Person> figure) {
        return people.stream().mapToInt(figure).sum();
    }

    /// Notes which tabs are up to date; from now on the run counts as ended.
    public void hold() {
        people.forEach(person -> person.tabs().forEach(Tab::hold));
    }

    @Override
    public void close() {
        hush();
        timer.shutdownNow();
        people.forEach(person -> person.tabs().forEach(Tab::close));
        http.shutdownNow();
    }
}
