package io.parley.ingress.ws.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// What is counted of the web channel.
final class Traffic {

    private static final String FRAMES = "parley.socket.frames";
    private static final String CLOSES = "parley.socket.closes";
    private static final String SIGNS_DROPPED = "parley.socket.signs.dropped";
    private static final String TOO_SLOW = "parley.socket.too.slow";
    private static final String GAPS = "parley.socket.gaps";
    private static final String CHARACTERS = "parley.socket.characters";

    private static final String OTHERS = "_other";

    private final MeterRegistry registry;
    private final Clients clients;
    private final Set<String> tenants = ConcurrentHashMap.newKeySet();
    private final LongAdder framesIn = new LongAdder();
    private final LongAdder framesOut = new LongAdder();
    private final LongAdder charactersIn = new LongAdder();
    private final LongAdder charactersOut = new LongAdder();
    private final LongAdder recovered = new LongAdder();
    private final LongAdder unrecovered = new LongAdder();

    /// What has been counted since the node's start.
    ///
    /// @param unrecovered resumes that began with fresh history, since what was missed is no longer kept
    /// @param tooSlow sockets closed with 1013
    /// @param gaps times that an entry was missing and asked for
    @JsonNaming(SnakeCaseStrategy.class)
    record Counts(
            long framesIn,
            long framesOut,
            long charactersIn,
            long charactersOut,
            long recovered,
            long unrecovered,
            long tooSlow,
            long takenOver,
            long signsDropped,
            long gaps) {}

    Traffic(MeterRegistry registry, Clients clients, Backlog backlog) {
        this.registry = registry;
        this.clients = clients;
        Gauge.builder("parley.sockets", clients, Clients::count)
                .description("Open sockets on this node")
                .register(registry);
        Gauge.builder("parley.socket.backlog", backlog, Backlog::waiting)
                .description("Characters that wait to be written")
                .register(registry);
        measure(OTHERS, this::others);
        count(FRAMES, "direction", "in", framesIn);
        count(FRAMES, "direction", "out", framesOut);
        count(CHARACTERS, "direction", "in", charactersIn);
        count(CHARACTERS, "direction", "out", charactersOut);
        count("parley.socket.resumes", "recovered", "true", recovered);
        count("parley.socket.resumes", "recovered", "false", unrecovered);
    }

    /// A tenant's sockets are measured from its first one on; beyond a number of tenants only all together.
    void opened(String tenant) {
        if (tenants.size() < Clients.MOST_TENANTS && tenants.add(tenant)) {
            measure(tenant, here -> here.count(tenant));
        }
    }

    private int others(Clients here) {
        return Math.max(0, here.count() - tenants.stream().mapToInt(here::count).sum());
    }

    private void measure(String tenant, ToDoubleFunction<Clients> count) {
        Gauge.builder("parley.tenant.sockets", clients, count)
                .description("Open sockets on this node, by tenant")
                .tag("channel", "web")
                .tag("tenant", tenant)
                .register(registry);
    }

    private void count(String name, String tag, String value, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum).tag(tag, value).register(registry);
    }

    void received(int characters) {
        framesIn.increment();
        charactersIn.add(characters);
    }

    void sent(int characters) {
        framesOut.increment();
        charactersOut.add(characters);
    }

    void resumed(boolean whole) {
        (whole ? recovered : unrecovered).increment();
    }

    Counts counts() {
        return new Counts(
                framesIn.sum(),
                framesOut.sum(),
                charactersIn.sum(),
                charactersOut.sum(),
                recovered.sum(),
                unrecovered.sum(),
                counted(TOO_SLOW),
                closes(CloseCode.TAKEN_OVER),
                counted(SIGNS_DROPPED),
                counted(GAPS));
    }

    private long closes(int code) {
        var closes = registry.find(CLOSES).tag("code", Integer.toString(code)).counter();
        return closes == null ? 0 : (long) closes.count();
    }

    private long counted(String name) {
        return (long) registry.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    void messageIn(String tenant) {
        Counter.builder("parley.messages.in")
                .tag("channel", "web")
                .tag("tenant", tenant)
                .register(registry)
                .increment();
    }

    void unavailable() {
        count("parley.socket.unavailable", "reason", "kafka");
    }

    void badFrame() {
        count("parley.socket.bad.frames", "reason", "invalid");
    }

    void rateLimited() {
        count("parley.socket.bad.frames", "reason", "rate");
    }

    void closed(int code) {
        count(CLOSES, "code", Integer.toString(code));
    }

    void refused(int status) {
        count("parley.socket.refusals", "status", Integer.toString(status));
    }

    /// A socket is closed since its reader is too slow.
    ///
    /// @param reason budget: too much waits; stuck: it takes nothing
    void tooSlow(String reason) {
        count(TOO_SLOW, "reason", reason);
    }

    void signDropped() {
        count(SIGNS_DROPPED, "reason", "slow");
    }

    void gap() {
        count(GAPS, "reason", "previous");
    }

    void stale() {
        count("parley.socket.stale.records", "reason", "boot");
    }

    void unreadable() {
        count("parley.socket.stale.records", "reason", "unreadable");
    }

    void seen() {
        count("parley.duplicates", "where", "socket");
    }

    private void count(String name, String tag, String value) {
        registry.counter(name, tag, value).increment();
    }
}
