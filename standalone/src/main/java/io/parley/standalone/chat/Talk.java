package io.parley.standalone.chat;

import io.parley.standalone.process.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One conversation from its first connection to its end: sends, shows, comes back after a lost connection where it
/// left off.
/// All of it happens on the thread that calls [#run]; others only [#tell].
final class Talk {

    private static final Duration QUIET_AT_END = Duration.ofMillis(500);
    private static final Duration ACCEPT_WAIT = Duration.ofSeconds(10);
    private static final int BACKOFF_FIRST_MS = 250;
    private static final int BACKOFF_LIMIT_MS = 15_000;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Target target;
    private final Link link;
    private final Sendings sendings;
    private final Output output;
    private final InstantSource clock;
    private final Duration timeout;
    private final Set<String> seen = new HashSet<>();
    private @Nullable String position;
    private @Nullable Instant reconnectAt;
    private @Nullable Instant sendAgainAt;
    private @Nullable Instant deadline;
    private Instant lastHeard;
    private boolean connected;
    private boolean everConnected;
    private boolean quit;
    private int failures;

    /// @param timeout how long to wait for the endings once nothing more will be written
    Talk(
            Target target,
            Optional<String> token,
            Sendings sendings,
            Output output,
            InstantSource clock,
            Duration timeout) {
        this.target = target;
        this.link = new Link(token, this::tell);
        this.sendings = sendings;
        this.output = output;
        this.clock = clock;
        this.timeout = timeout;
        this.lastHeard = clock.instant();
    }

    void tell(Event event) {
        events.add(event);
    }

    /// Talks until it is over; fails when the server refuses, or when an ending does not come in time.
    void run() throws InterruptedException {
        connect();
        try (link) {
            while (!quit && !isOver()) {
                Event event = events.poll(untilNextTask(), TimeUnit.MILLISECONDS);
                if (event != null) {
                    handle(event);
                }
                doWhatIsDue();
            }
        }
    }

    /// All is written, sent and ended, and what comes right behind the last entry has been shown as well.
    private boolean isOver() {
        return deadline != null && sendings.allEnded() && isDue(lastHeard.plus(QUIET_AT_END), clock.instant());
    }

    private void handle(Event event) {
        lastHeard = clock.instant();
        switch (event) {
            case Event.Opened ignored -> failures = 0;
            case Event.Received(var frame) -> received(frame);
            case Event.Lost(var why, var hopeless) -> lost(why, hopeless);
            case Event.Line(var text) -> line(text);
            case Event.InputEnded ignored -> deadline = clock.instant().plus(timeout);
        }
    }

    private void line(String text) {
        switch (text.strip()) {
            case "" -> {}
            case "/quit" -> quit = true;
            case "/cancel" -> sendings.write("{\"type\":\"cancel\"}");
            case "/status" -> sendings.write("{\"type\":\"get_status\"}");
            case "/help" -> output.notice("/cancel stops the answer, /status tells what runs, /quit ends");
            default -> sendings.write(text);
        }
        sendNext();
    }

    private void received(JsonNode frame) {
        boolean repeated = isRepeated(frame);
        switch (frame.path("type").asString("")) {
            case "connected" -> {
                connected = true;
                everConnected = true;
            }
            case "resumed" ->
                position = textOf(frame, "position")
                        .or(() -> Optional.ofNullable(position))
                        .orElse(null);
            case "accepted" ->
                sendings.accepted(
                        frame.path("id").asString(""), frame.path("message_id").asString(""));
            case "message" -> sendings.entry(frame);
            case "completed" -> completed(frame);
            case "draining" ->
                reconnectAt = after(frame.path("reconnect_after_ms").asLong(0));
            case "error" -> refused(frame);
            default -> {}
        }
        if (!repeated) {
            output.received(frame, sendings.isOwn(frame.path("message_id").asString("")));
        }
        sendNext();
    }

    /// An entry seen before changes nothing. A script sees even that, so that it can count.
    private boolean isRepeated(JsonNode frame) {
        if (!frame.path("type").asString("").equals("message")) {
            return false;
        }
        Optional<String> itsPosition = textOf(frame, "position");
        itsPosition.ifPresent(value -> position = value);
        return itsPosition.isPresent() && !seen.add(itsPosition.get()) && !(output instanceof JsonLines);
    }

    private void completed(JsonNode frame) {
        if (frame.path("outcome").asString("").equals("ignored")) {
            sendings.ignored();
        }
    }

    private void refused(JsonNode error) {
        String id = error.path("id").asString("");
        if (!sendings.refused(id, error.path("code").asString("")) && sendings.isInFlight(id)) {
            sendAgainAt = after(error.path("retry_after_ms").asLong(2000));
        }
    }

    private void lost(String why, boolean hopeless) {
        if (hopeless || !everConnected) {
            throw new Failure("no connection to " + target.server() + ": " + why);
        }
        connected = false;
        sendings.again();
        sendAgainAt = null;
        int most = Math.min(BACKOFF_LIMIT_MS, BACKOFF_FIRST_MS << Math.min(failures++, 10));
        reconnectAt = after(ThreadLocalRandom.current().nextLong(most));
        output.notice("connection lost (" + why + "), trying again");
    }

    private void connect() {
        reconnectAt = null;
        connected = false;
        sendings.again();
        link.open(target.address(Optional.ofNullable(position)));
    }

    private void sendNext() {
        if (!connected) {
            return;
        }
        for (var frame = sendings.next(); frame.isPresent(); frame = sendings.next()) {
            link.send(frame.get());
            sendAgainAt = clock.instant().plus(ACCEPT_WAIT);
        }
    }

    private void doWhatIsDue() {
        Instant now = clock.instant();
        if (isDue(reconnectAt, now)) {
            connect();
        }
        if (isDue(sendAgainAt, now)) {
            sendAgainAt = null;
            sendings.again();
            sendNext();
        }
        if (isDue(deadline, now) && !sendings.allEnded()) {
            throw new Failure("after " + timeout.toSeconds() + " s only " + sendings.summary());
        }
    }

    private long untilNextTask() {
        Instant now = clock.instant();
        Instant next = now.plusMillis(500);
        for (Instant task : new @Nullable Instant[] {reconnectAt, sendAgainAt, deadline}) {
            next = task != null && task.isBefore(next) ? task : next;
        }
        return Math.max(1, Duration.between(now, next).toMillis());
    }

    private Instant after(long milliseconds) {
        return clock.instant().plusMillis(milliseconds);
    }

    private static boolean isDue(@Nullable Instant task, Instant now) {
        return task != null && !task.isAfter(now);
    }

    private static Optional<String> textOf(JsonNode frame, String field) {
        return Optional.of(frame.path(field).asString("")).filter(text -> !text.isEmpty());
    }
}
