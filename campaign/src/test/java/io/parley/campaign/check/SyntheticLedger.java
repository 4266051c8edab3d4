package io.parley.campaign.check;

import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import io.parley.schemas.ClientId;
import io.parley.schemas.Ids;
import io.parley.schemas.Partitioning;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/// The ledger that a system without a fault would leave behind, and changed copies of it.
final class SyntheticLedger {

    static final int PARTITIONS = 6;

    private final Random random;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Integer, Long> incomingOffsets = new HashMap<>();
    private final Map<Integer, Long> entryOffsets = new HashMap<>();
    private final Map<String, String> previous = new HashMap<>();
    private long n;
    private long wall = 1_000_000;

    private SyntheticLedger(long seed) {
        random = new Random(seed);
    }

    /// A run of two tenants in which each client sends `messages` messages, one after the other.
    static Recorded of(int clients, int messages) {
        var ledger = new SyntheticLedger(42);
        var people = ledger.people(clients);
        for (int i = 0; i < messages; i++) {
            for (var person : people) {
                ledger.exchange(person, "c" + i);
            }
        }
        people.forEach(person -> ledger.socket(person, "held", null));
        ledger.rest();
        return new Recorded(ledger.lines);
    }

    /// A copy with every line of a type changed by `change`; a line changed to null is left out.
    static <T extends Line> Recorded changed(Recorded ledger, Class<T> type, UnaryOperator<T> change) {
        return new Recorded(ledger.all().stream()
                .<Line>map(line -> type.isInstance(line) ? change.apply(type.cast(line)) : line)
                .filter(line -> line != null)
                .toList());
    }

    /// A copy with more lines.
    static Recorded with(Recorded ledger, Line... more) {
        var all = new ArrayList<>(ledger.all());
        all.addAll(List.of(more));
        return new Recorded(all);
    }

    private List<Line.Person> people(int clients) {
        var people = new ArrayList<Line.Person>();
        for (var tenant : List.of("alpha", "beta")) {
            lines.add(new Line.Tenant(tenant, Canaries.make(Owner.TENANT, random)));
            for (int i = 0; i < clients / 2; i++) {
                var user = "u" + i;
                var id = ClientId.of(tenant, tenant + "-web", "g." + user).toString();
                var person = new Line.Person(tenant, id, user, Canaries.make(Owner.CLIENT, random));
                people.add(person);
                lines.add(person);
                socket(person, "connected", null);
                socket(person, "resumed", null);
            }
        }
        return people;
    }

    private void exchange(Line.Person person, String id) {
        var client = person.clientId();
        var text = "hello " + person.canary() + " " + Canaries.make(Owner.MESSAGE, random);
        var message = Ids.messageId(client, "MESSAGE", id);
        var turn = Ids.turnId(client, message);
        int partition = Partitioning.forClient(client, PARTITIONS);
        lines.add(new Line.Sent(tick(), client, "tab", 1, "message", id, 1, text, wall));
        long offset = incomingOffsets.merge(partition, 1L, Long::sum) - 1;
        lines.add(new Line.Incoming(partition, offset, tick().wall(), client, "MESSAGE", message, id, text));
        lines.add(new Line.Accepted(tick(), client, "tab", 1, id, message));
        say(person, partition, "user", message, null, List.of(), text);
        var canaries = Canaries.in(text);
        lines.add(new Line.ModelCall(n, wall, wall + 5, "completed", null, canaries, canaries.getLast()));
        say(person, partition, "agent", Ids.replyId(turn, 1), turn, List.of(message), "you said: " + text);
        lines.add(new Line.Turn(partition, offset, wall, client, turn, List.of(message), "ANSWERED", "", 1));
        lines.add(new Line.Committed(tick(), Groups.AGENT_WORKER, Topics.INCOMING_MESSAGES, partition, offset + 1));
    }

    private void say(
            Line.Person person, int partition, String author, String id, String turn, List<String> to, String words) {
        var client = person.clientId();
        long offset = entryOffsets.merge(partition, 1L, Long::sum) - 1;
        lines.add(new Line.Entry(
                partition,
                offset,
                tick().wall(),
                client,
                author.toUpperCase(java.util.Locale.ROOT),
                "REPLY",
                id,
                turn,
                to,
                List.of(),
                words));
        var position = position(offset);
        var frame = new Line.Frame(
                author,
                "reply",
                position,
                previous.put(client, position),
                author.equals("user") ? id : null,
                author.equals("user") ? null : id,
                turn,
                to,
                1,
                1,
                words);
        lines.add(new Line.Shown(tick(), client, "tab", 1, frame));
    }

    private void socket(Line.Person person, String event, String position) {
        lines.add(new Line.Socket(tick(), person.clientId(), "tab", 1, event, position, null, true, ""));
    }

    private void rest() {
        incomingOffsets.forEach((partition, end) ->
                lines.add(new Line.Rest(Groups.AGENT_WORKER, Topics.INCOMING_MESSAGES, partition, end, end)));
    }

    static String position(long offset) {
        return "topicid." + offset;
    }

    private Stamp tick() {
        wall++;
        n++;
        return new Stamp(n, wall, wall * 1_000_000);
    }
}
