package io.parley.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One chat as the person sees it: the latest messages, and what else is known of the person. All its methods may be
/// called at once.
public final class Screen {

    private static final int MOST_MESSAGES = 500;
    private static final int MOST_UNREAD_EVENTS = 1_000;

    private final String channel;
    private final String person;
    private final Clock clock;
    private final List<Message> messages = new ArrayList<>();
    private final List<BlockingQueue<Event>> watchers = new CopyOnWriteArrayList<>();
    private final ObjectNode state = Json.object();
    private String name = "";
    private long lastNumber;
    private long lastChange;
    private int unread;

    /// What a watching phone is told.
    record Event(String name, JsonNode data) {}

    Screen(String channel, String person, Clock clock) {
        this.channel = channel;
        this.person = person;
        this.clock = clock;
    }

    public String channel() {
        return channel;
    }

    public String person() {
        return person;
    }

    public synchronized String name() {
        return name.isEmpty() ? person : name;
    }

    public synchronized void name(String newName) {
        name = newName;
    }

    /// Whether a field of the person's state is set.
    public synchronized boolean is(String field, boolean standard) {
        return state.path(field).asBoolean(standard);
    }

    /// A field of the person's state.
    public synchronized Optional<String> state(String field) {
        return Optional.ofNullable(state.path(field).asString(null)).filter(text -> !text.isBlank());
    }

    /// Sets the fields that are there; those with null are forgotten.
    public synchronized void change(JsonNode change) {
        change.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                state.remove(field.getKey());
            } else {
                state.set(field.getKey(), field.getValue());
            }
        });
    }

    synchronized JsonNode state() {
        return state.deepCopy();
    }

    /// Shows a message below the others. One of the agent becomes delivered, and read where the person `reads`.
    public synchronized Message show(Message message) {
        Message shown = message;
        if (message.from() != Message.From.PERSON && message.status() == Message.Status.SENT) {
            boolean reads = state.path("reads").asBoolean(true);
            shown = message.withStatus(reads ? Message.Status.READ : Message.Status.DELIVERED);
            unread += reads ? 0 : 1;
        }
        shown = shown.placed(++lastNumber, ++lastChange, clock.instant());
        if (messages.size() == MOST_MESSAGES) {
            messages.removeFirst();
        }
        messages.add(shown);
        tell("message", shown.toJson());
        return shown;
    }

    /// Shows a message unless one of its id has been shown among the latest.
    ///
    /// @return whether it is new
    public synchronized boolean showOnce(Message message) {
        if (find(message.id()).isPresent()) {
            return false;
        }
        show(message);
        return true;
    }

    /// The message of this id, if it is still on the screen.
    public synchronized Optional<Message> find(String id) {
        return messages.reversed().stream()
                .filter(message -> message.id().equals(id))
                .findFirst();
    }

    /// Changes a message; empty when it is not on the screen.
    public synchronized Optional<Message> change(String id, UnaryOperator<Message> how) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            Message before = messages.get(i);
            if (before.id().equals(id)) {
                Message after = how.apply(before).placed(before.n(), ++lastChange, before.at());
                messages.set(i, after);
                tell("message", after.toJson());
                return Optional.of(after);
            }
        }
        return Optional.empty();
    }

    /// Those of the agent that the person has not read, which become read.
    public synchronized List<Message> read() {
        unread = 0;
        return messages.stream()
                .filter(message -> message.from() == Message.From.AGENT && message.status() == Message.Status.DELIVERED)
                .toList()
                .stream()
                .flatMap(message -> change(message.id(), now -> now.withStatus(Message.Status.READ)).stream())
                .toList();
    }

    /// The agent is typing until then.
    public synchronized void typing(Instant until) {
        tell("typing", Json.object().put("until", until.toString()));
    }

    /// What the agent has written so far; it vanishes then, or with the next message.
    public synchronized void draft(String text, @Nullable String formatted, Instant until) {
        ObjectNode data = Json.object().put("text", text).put("until", until.toString());
        if (formatted != null) {
            data.put("formatted", formatted);
        }
        tell("draft", data);
    }

    /// Those that are still there, oldest first.
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /// The messages after a place, oldest first.
    synchronized List<Message> after(long n, long change) {
        return messages.stream()
                .filter(message -> message.n() > n && message.change() > change)
                .toList();
    }

    synchronized ObjectNode summary() {
        ObjectNode json = Json.object()
                .put("person", person)
                .put("name", name())
                .put("last", messages.isEmpty() ? "" : messages.getLast().text())
                .put("unread", unread);
        if (!messages.isEmpty()) {
            json.put("at", messages.getLast().at().toString());
        }
        json.set("state", state());
        return json;
    }

    /// From now on all events go into the queue.
    synchronized BlockingQueue<Event> watch() {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>(MOST_UNREAD_EVENTS);
        watchers.add(events);
        return events;
    }

    void unwatch(BlockingQueue<Event> events) {
        watchers.remove(events); // a queue equals itself only
    }

    private void tell(String event, JsonNode data) {
        for (BlockingQueue<Event> watcher : watchers) {
            boolean taken = watcher.offer(new Event(event, data));
            if (!taken) {
                watcher.clear(); // a phone that does not read its events looks at the whole screen instead
                watcher.add(new Event("reload", Json.object()));
            }
        }
    }
}
