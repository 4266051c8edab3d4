package io.parley.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/sandbox/…`, as `docs/sandbox.md` describes it.
final class Control {

    private static final int MOST_BODY = 32 << 20;
    private static final int MOST_ENTRIES = 10_000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final World world;
    private final Mails mails;
    private final Map<String, Provider> providers;

    Control(World world, Mails mails, List<Provider> providers) {
        this.world = world;
        this.mails = mails;
        this.providers = providers.stream().collect(Collectors.toMap(Provider::kind, Function.identity()));
    }

    void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        String[] parts = path.split("/", -1);
        switch (exchange.method() + " " + (parts.length > 2 ? parts[2] : "")) {
            case "DELETE " -> {
                forget();
                exchange.json(200, Json.object());
            }
            case "GET mails" -> exchange.json(200, list(mails.latest()));
            case "GET accounts" -> exchange.json(200, accounts());
            case "GET deliveries" ->
                exchange.json(200, list(world.deliveries().after(channel(exchange), after(exchange), limit(exchange))));
            case "GET webhooks" ->
                exchange.json(200, list(world.webhooks().after(channel(exchange), after(exchange), limit(exchange))));
            case "GET webhook" -> webhookBody(exchange);
            case "GET faults" -> exchange.json(200, list(world.faults().toJson()));
            case "POST faults" ->
                exchange.json(200, Json.object().put("id", world.faults().add(body(exchange))));
            case "DELETE faults" -> {
                world.faults().clear();
                exchange.json(200, Json.object());
            }
            case "GET settings" -> exchange.json(200, world.settings().toJson());
            case "PUT settings" -> {
                world.settings().change(body(exchange));
                exchange.json(200, world.settings().toJson());
            }
            case "GET files" -> file(exchange, parts);
            default -> ofAccount(exchange, parts);
        }
    }

    private void ofAccount(Exchange exchange, String[] parts) throws IOException, InterruptedException {
        Account account = parts.length > 3
                ? world.accounts().find(parts[2]).orElseThrow(() -> new ControlError(404, "there is no such channel"))
                : nothing();
        String what = exchange.method() + " " + parts[3] + (parts.length > 5 ? " " + parts[5] : "");
        switch (what) {
            case "GET people" ->
                exchange.json(
                        200,
                        list(world.screens().people(account.id()).stream()
                                .map(Screen::summary)
                                .toList()));
            case "POST people messages" -> write(exchange, account, parts[4]);
            case "GET people messages" -> messages(exchange, account, parts[4]);
            case "GET people events" -> events(exchange, world.screens().of(account.id(), parts[4]));
            case "PUT people state" -> state(exchange, account, parts[4]);
            case "PUT goods" -> {
                provider(account).furnish(account, body(exchange));
                exchange.json(200, Json.object());
            }
            case "POST webhook" -> webhook(exchange, account);
            case "POST verification" -> verification(exchange, account);
            default -> nothing();
        }
    }

    private static Account nothing() {
        throw new ControlError(404, "there is nothing at this path");
    }

    private void write(Exchange exchange, Account account, String person) throws IOException {
        JsonNode act = body(exchange);
        if (!act.path("kind").isString()) {
            throw ControlError.wrong("what the person does has a 'kind'");
        }
        act.path("name").asStringOpt().ifPresent(world.screens().of(account.id(), person)::name);
        Provider.Written written = provider(account).write(account, person, act);
        exchange.json(202, Json.object().put("message_id", written.messageId()).put("event_id", written.eventId()));
    }

    private void messages(Exchange exchange, Account account, String person) throws IOException {
        long change = number(exchange, "changed_after");
        exchange.json(
                200,
                list(world.screens().find(account.id(), person).stream()
                        .flatMap(screen -> screen.after(after(exchange), change).stream())
                        .map(Message::toJson)
                        .toList()));
    }

    private void state(Exchange exchange, Account account, String person) throws IOException {
        JsonNode change = body(exchange);
        Screen screen = world.screens().of(account.id(), person);
        screen.change(change);
        provider(account).changed(account, person, change);
        exchange.json(200, screen.state());
    }

    private static void events(Exchange exchange, Screen screen) throws IOException, InterruptedException {
        BlockingQueue<Screen.Event> events = screen.watch();
        try {
            exchange.header("Cache-Control", "no-cache");
            exchange.begin(200, "text/event-stream");
            exchange.write(": open\n\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                Screen.Event event = events.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                String text = event == null ? ": \n\n" : "event: " + event.name() + "\ndata: " + event.data() + "\n\n";
                exchange.write(text.getBytes(StandardCharsets.UTF_8));
            }
        } finally {
            screen.unwatch(events);
        }
    }

    private void webhook(Exchange exchange, Account account) throws IOException, InterruptedException {
        Provider provider = provider(account);
        byte[] body = exchange.body(MOST_BODY);
        Map<String, String> headers = provider.sign(account, body, signature(exchange));
        URI node = world.webhooks().node((int) number(exchange, "node"));
        try {
            Webhooks.Reply reply = world.webhooks().send(account, provider.webhookPath(account), body, headers, node);
            exchange.json(200, Json.object().put("status", reply.status()).put("body", reply.body()));
        } catch (Exchange.Disconnected e) {
            throw e;
        } catch (IOException e) {
            throw new ControlError(502, "ingress-webhooks does not answer");
        }
    }

    private void verification(Exchange exchange, Account account) throws IOException, InterruptedException {
        Provider provider = provider(account);
        boolean isRight = !exchange.query("token").orElse("right").equals("wrong");
        String challenge = exchange.query("challenge").orElse("1158201444");
        String query = provider.verification(account, isRight, challenge)
                .orElseThrow(() -> ControlError.wrong("this provider does not verify addresses"));
        URI node = world.webhooks().node((int) number(exchange, "node"));
        Webhooks.Reply reply = world.webhooks().ask(account, provider.kind(), query, node);
        exchange.json(200, Json.object().put("status", reply.status()).put("body", reply.body()));
    }

    private void webhookBody(Exchange exchange) throws IOException {
        byte[] body = world.webhooks()
                .body(channel(exchange), exchange.query("event_id").orElse(""))
                .orElseThrow(() -> new ControlError(404, "no such webhook was posted lately"));
        exchange.bytes(200, "application/json", body);
    }

    private static Provider.Signature signature(Exchange exchange) {
        try {
            return Provider.Signature.valueOf(
                    exchange.query("signature").orElse("right").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ControlError.wrong("a signature is right, wrong or missing");
        }
    }

    private void file(Exchange exchange, String[] parts) throws IOException {
        FileStore.StoredFile file = world.files()
                .find(parts.length > 3 ? parts[3] : "")
                .orElseThrow(() -> new ControlError(404, "there is no such file"));
        exchange.header("X-Content-Type-Options", "nosniff");
        exchange.header("Content-Security-Policy", "sandbox");
        exchange.bytes(200, file.mediaType(), file.content());
    }

    private ArrayNode accounts() {
        return list(world.accounts().all().stream()
                .filter(account -> providers.containsKey(account.kind())
                        && provider(account).hasPeople())
                .map(account -> Json.object()
                        .put("channel", account.id())
                        .put("kind", account.kind())
                        .put("tenant", account.tenant())
                        .put("name", account.name()))
                .toList());
    }

    private Provider provider(Account account) {
        return Optional.ofNullable(providers.get(account.kind()))
                .orElseThrow(() -> new ControlError(404, "no stand-in is of this channel's kind"));
    }

    private void forget() {
        world.faults().clear();
        world.screens().clear();
        world.deliveries().clear();
        world.webhooks().clear();
        world.files().clear();
        mails.forget();
        providers.values().forEach(Provider::forget);
    }

    private static JsonNode body(Exchange exchange) throws IOException {
        JsonNode body = Json.parse(exchange.body(MOST_BODY));
        if (!body.isObject()) {
            throw ControlError.wrong("the body is no JSON object");
        }
        return body;
    }

    private static String channel(Exchange exchange) {
        return exchange.query("channel").orElse("");
    }

    private static long after(Exchange exchange) {
        return number(exchange, "after");
    }

    private static int limit(Exchange exchange) {
        long limit = number(exchange, "limit");
        return limit <= 0 ? MOST_ENTRIES : (int) Math.min(limit, MOST_ENTRIES);
    }

    private static long number(Exchange exchange, String name) {
        String text = exchange.query(name).orElse("0");
        if (!text.matches("\\d{1,15}")) {
            throw ControlError.wrong(name + " is a number");
        }
        return Long.parseLong(text);
    }

    private static ArrayNode list(List<ObjectNode> entries) {
        return Json.array().addAll(entries);
    }
}
