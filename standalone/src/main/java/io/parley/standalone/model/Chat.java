package io.parley.standalone.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// `POST /v1/chat/completions`: the request becomes an answer, at the pace and with the faults that were asked for.
final class Chat {

    private static final int MAX_BODY = 10 * 1024 * 1024;
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration TRICKLE = Duration.ofMillis(500);

    private final Control control;
    private final Clock clock;
    private final AtomicLong number = new AtomicLong();

    Chat(Control control, Clock clock) {
        this.control = control;
        this.clock = clock;
    }

    /// Everything that is known about one call.
    private record Call(
            long number,
            String hash,
            ChatRequest request,
            Completion answer,
            @Nullable FaultRule rule) {

        Optional<FaultRule> fault() {
            return Optional.ofNullable(rule);
        }
    }

    void handle(Exchange exchange) throws IOException, InterruptedException {
        Instant at = clock.instant();
        long start = System.nanoTime();
        byte[] body = exchange.body(MAX_BODY);
        String hash = Json.hash(body);
        CallLog.Asked said = CallLog.Asked.NOTHING;
        String outcome = "disconnected";
        Optional<FaultRule> rule = Optional.empty();
        control.calls().begin();
        try {
            ChatRequest request = ChatRequest.parse(Json.parse(body));
            said = new CallLog.Asked(request.lastUserText(), control.markers(request));
            rule = control.fault(request);
            Completion answer = Completion.of(
                    request,
                    control.mode(),
                    hash,
                    at,
                    rule.map(FaultRule::fault).orElse(null));
            answer(exchange, new Call(number.incrementAndGet(), hash, request, answer, rule.orElse(null)));
            outcome = rule.isPresent() ? "fault" : "answered";
        } catch (ApiError e) {
            outcome = "error";
            exchange.error(e);
        } finally {
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            String fault = rule.map(taken -> taken.fault().label()).orElse("");
            control.calls().end(at, hash, said, outcome, fault, took);
        }
    }

    private void answer(Exchange exchange, Call call) throws IOException, InterruptedException {
        switch (call.fault().map(FaultRule::fault).orElse(null)) {
            case RATE_LIMIT ->
                throw ApiError.rateLimited(call.fault().orElseThrow().retryAfterSeconds());
            case SERVER_ERROR -> throw ApiError.server(500);
            case OVERLOADED ->
                throw ApiError.overloaded(call.fault().orElseThrow().retryAfterSeconds());
            case CONTEXT_TOO_LONG ->
                throw ApiError.contextTooLong(call.request().size());
            case CLOSE -> exchange.close();
            case HANG_BEFORE_HEADERS -> exchange.hang();
            case null, default -> speak(exchange, call);
        }
    }

    private void speak(Exchange exchange, Call call) throws IOException, InterruptedException {
        exchange.pause(control.pace(call.request()).firstToken(call.number()));
        boolean stream = call.request().stream();
        exchange.respond(200, stream ? "text/event-stream; charset=utf-8" : "application/json");
        if (stream) {
            stream(exchange, call);
        } else {
            whole(exchange, call);
        }
    }

    private void stream(Exchange exchange, Call call) throws IOException, InterruptedException {
        Optional<Fault> fault = call.fault().map(FaultRule::fault);
        List<String> events = call.answer().events(call.request().usage());
        if (fault.filter(Fault.TRICKLE::equals).isPresent()) {
            trickle(exchange, String.join("", events));
            return;
        }
        int cut = call.fault()
                .filter(rule -> rule.fault().cutsTheStream())
                .map(rule -> Math.min(rule.afterTokens() + 1, events.size() - 1))
                .orElse(events.size());
        send(exchange, events.subList(0, cut), control.pace(call.request()).perToken());
        if (fault.isPresent()) {
            breakOff(exchange, fault.get());
        }
        exchange.end();
    }

    /// Sends what is due at each tick in one piece, so that thousands of streams do not cost a write for each token.
    private static void send(Exchange exchange, List<String> events, Duration pace)
            throws IOException, InterruptedException {
        long perToken = pace.toNanos();
        long start = System.nanoTime();
        int sent = 0;
        while (sent < events.size()) {
            int due = perToken == 0
                    ? events.size()
                    : (int) Math.min(events.size(), 1 + (System.nanoTime() - start) / perToken);
            exchange.write(
                    String.join("", events.subList(sent, Math.max(sent, due))).getBytes(StandardCharsets.UTF_8));
            sent = Math.max(sent, due);
            if (sent < events.size()) {
                exchange.pause(Duration.ofNanos(Math.max(perToken, TICK.toNanos())));
            }
        }
    }

    private static void breakOff(Exchange exchange, Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case HANG_MID_STREAM -> exchange.hang();
            case RESET -> exchange.reset();
            case GARBAGE -> exchange.write("data: {\"choices\":[{\u0000<html>\n\n".getBytes(StandardCharsets.UTF_8));
            case ERROR_IN_STREAM -> exchange.event(ApiError.server(500).body());
            default -> {} // the fault lay in the answer itself, or in its early end
        }
    }

    private static void trickle(Exchange exchange, String text) throws IOException, InterruptedException {
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            exchange.write(new byte[] {one});
            exchange.pause(TRICKLE);
        }
        exchange.end();
    }

    private void whole(Exchange exchange, Call call) throws IOException, InterruptedException {
        Fault fault = call.fault().map(FaultRule::fault).orElse(null);
        exchange.pause(control.pace(call.request())
                .perToken()
                .multipliedBy(call.answer().tokens()));
        String text = call.answer().whole();
        switch (fault) {
            case TRICKLE -> trickle(exchange, text);
            case HANG_MID_STREAM, RESET, EARLY_END, ERROR_IN_STREAM -> {
                exchange.write(text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8));
                breakOff(exchange, fault == Fault.EARLY_END ? Fault.RESET : fault);
            }
            case GARBAGE -> exchange.write("<html>502 Bad Gateway</html>".getBytes(StandardCharsets.UTF_8));
            case null, default -> exchange.write(text.getBytes(StandardCharsets.UTF_8));
        }
        exchange.end();
    }
}
