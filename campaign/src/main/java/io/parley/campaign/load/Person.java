package io.parley.campaign.load;

import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// One client with its tabs. It sends a message again, under the same id, until it is told that the message was
/// accepted or refused for good.
final class Person implements Tab.Visitor {

    private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final Set<String> TRY_AGAIN = Set.of("UNAVAILABLE", "INTERNAL");

    private final Line.Person identity;
    private final Tab.Surroundings around;
    private final Random random;
    private final List<Tab> tabs = new CopyOnWriteArrayList<>();
    private final Map<String, Message> unsettled = new LinkedHashMap<>();
    private final List<Message> settled = new ArrayList<>();
    private final Set<String> unfinished = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, StreamedText> streamed = new HashMap<>();
    private int messages;
    private int tabsOpened;

    /// A message that this client wants to be answered.
    private static final class Message {
        private final String id;
        private final String text;
        private final long intended;
        private int tries;
        private long sent;
        private String place = "";

        private Message(String id, String text, long intended) {
            this.id = id;
            this.text = text;
            this.intended = intended;
        }
    }

    Person(Line.Person identity, Tab.Surroundings around) {
        this.identity = identity;
        this.around = around;
        random = around.random();
        around.recorder().note(identity);
    }

    @Override
    public String clientId() {
        return identity.clientId();
    }

    @Override
    public String path() {
        return "/ws/chat/" + identity.user() + "?tenant=" + identity.tenant();
    }

    List<Tab> tabs() {
        return tabs;
    }

    void openTab() {
        Tab tab;
        synchronized (this) {
            tab = new Tab(this, identity.user() + "-" + ++tabsOpened, around);
        }
        tabs.add(tab);
        tab.connect();
    }

    /// Closes one tab for good, unless it is the last, or the newest has not come up to date yet: what was said before
    /// that one opened is then owed to the older tabs alone.
    void closeTab() {
        if (tabs.size() > 1 && tabs.getLast().isLive()) {
            tabs.remove(random.nextInt(tabs.size() - 1)).close();
        }
    }

    void cut() {
        any(tabs).cut();
    }

    /// Writes a new message.
    synchronized void say(long intended) {
        var id = "c" + ++messages;
        var text = "message %d %s %s".formatted(messages, identity.canary(), Canaries.make(Owner.MESSAGE, random));
        var message = new Message(id, text, intended);
        unsettled.put(id, message);
        send(message);
    }

    /// Sends a message again that was accepted long ago, as a client does that missed the answer.
    synchronized boolean repeat() {
        if (settled.isEmpty()) {
            return false;
        }
        send(settled.get(random.nextInt(settled.size())));
        return true;
    }

    synchronized void control(String kind, long intended) {
        var tab = any(tabs);
        int connection = tab.write(Frames.of(kind));
        if (connection > 0) {
            around.recorder()
                    .note(at -> new Line.Sent(at, clientId(), tab.session(), connection, kind, "", 1, "", intended));
        }
    }

    private void send(Message message) {
        var ready = tabs.stream().filter(Tab::isReady).toList();
        if (ready.isEmpty()) {
            return; // sent as soon as a tab is connected
        }
        var tab = any(ready);
        // Noted before it is written: an answer must never stand in the ledger before its question.
        int tries = message.tries + 1;
        int expected = tab.connection();
        around.recorder()
                .note(at -> new Line.Sent(
                        at,
                        clientId(),
                        tab.session(),
                        expected,
                        "message",
                        message.id,
                        tries,
                        message.text,
                        message.intended));
        tab.write(Frames.message(message.id, message.text));
        message.tries = tries;
        message.sent = System.nanoTime();
        message.place = tab.session() + "/" + expected;
    }

    @Override
    public synchronized void connected(Tab tab) {
        // What was written to this tab's lost connections may never have arrived.
        var current = tab.session() + "/" + tab.connection();
        for (var message : List.copyOf(unsettled.values())) {
            boolean here = message.place.startsWith(tab.session() + "/") && !message.place.equals(current);
            if (message.tries == 0 || here) {
                send(message);
            }
        }
    }

    /// Called every second or so.
    void tick() {
        tabs.forEach(Tab::tick);
        synchronized (this) {
            long now = System.nanoTime();
            for (var message : List.copyOf(unsettled.values())) {
                if (message.tries == 0 || now - message.sent > RESEND_NANOS) {
                    send(message);
                }
            }
        }
    }

    synchronized int unsettled() {
        return unsettled.size();
    }

    synchronized int unfinished() {
        return unfinished.size();
    }

    @Override
    public synchronized void received(Tab tab, String type, JsonNode frame) {
        switch (type) {
            case "accepted" -> accepted(tab, frame);
            case "error" -> refused(tab, frame);
            case "message" -> seen(frame);
            case "delta" ->
                streamed.computeIfAbsent(turnOf(tab, frame), t -> new StreamedText())
                        .add(frame);
            case "completed" -> completed(tab, frame);
            default -> {}
        }
    }

    private void accepted(Tab tab, JsonNode frame) {
        var id = Frames.text(frame, "id");
        var messageId = Frames.text(frame, "message_id");
        around.recorder().note(at -> new Line.Accepted(at, clientId(), tab.session(), tab.connection(), id, messageId));
        var message = unsettled.remove(id);
        if (message != null) {
            settled.add(message);
        }
        if (!ended.contains(messageId)) {
            unfinished.add(messageId);
        }
    }

    private void refused(Tab tab, JsonNode frame) {
        var id = Frames.text(frame, "id");
        var code = Frames.text(frame, "code");
        around.recorder().note(at -> new Line.Rejected(at, clientId(), tab.session(), tab.connection(), id, code));
        var message = unsettled.get(id);
        if (message != null && TRY_AGAIN.contains(code)) {
            long wait =
                    TimeUnit.MILLISECONDS.toNanos(frame.path("retry_after_ms").asLong(1_000));
            message.sent = System.nanoTime() - RESEND_NANOS + wait;
        } else {
            unsettled.remove(id);
        }
    }

    private void seen(JsonNode frame) {
        if (!Frames.text(frame, "author").equals("user")) {
            Frames.inReplyTo(frame).forEach(message -> {
                ended.add(message);
                unfinished.remove(message);
            });
        }
    }

    private void completed(Tab tab, JsonNode frame) {
        var turn = Frames.text(frame, "turn_id");
        around.recorder()
                .note(at -> new Line.Completed(
                        at,
                        clientId(),
                        tab.session(),
                        turn,
                        Frames.text(frame, "outcome"),
                        Frames.text(frame, "reason")));
        var text = streamed.remove(turnOf(tab, frame));
        if (text != null) {
            around.recorder()
                    .note(at -> new Line.Streamed(at, clientId(), tab.session(), turn, text.attempt(), text.all()));
        }
    }

    private static String turnOf(Tab tab, JsonNode frame) {
        return tab.session() + " " + Frames.text(frame, "turn_id");
    }

    private <T> T any(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
