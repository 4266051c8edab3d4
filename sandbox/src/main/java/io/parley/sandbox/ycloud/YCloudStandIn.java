package io.parley.sandbox.ycloud;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.Json;
import io.parley.sandbox.Provider;
import io.parley.sandbox.World;
import io.parley.sandbox.whatsapp.Acts;
import io.parley.sandbox.whatsapp.BusinessNumber;
import io.parley.sandbox.whatsapp.Chat;
import io.parley.sandbox.whatsapp.Inbound;
import io.parley.sandbox.whatsapp.Network;
import io.parley.sandbox.whatsapp.Outbound;
import io.parley.sandbox.whatsapp.StatusReports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// YCloud.
final class YCloudStandIn implements Provider {

    private static final String KIND = "ycloud";
    private static final int REMEMBERED = 20_000;

    /// YCloud API reference, handle WhatsApp inbound messages: files are kept for about 30 days.
    private static final Duration RECEIVED_MEDIA = Duration.ofDays(30);

    private final World world;
    private final Network network;
    private final Acts acts;
    private final Messages messages;
    private final StatusReports reports;
    private final YCloudMedia media;
    private final YCloudEvents events;
    private final YCloudSends sends;
    private final Suspension suspension;
    private final Map<String, Inbound> inbound = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Inbound> eldest) {
            return size() > REMEMBERED;
        }
    };

    YCloudStandIn(World world) {
        this.world = world;
        this.network = new Network(world, RECEIVED_MEDIA);
        this.acts = new Acts(network);
        this.messages = new Messages(world.clock());
        this.reports = new StatusReports(world, this::changed);
        this.media = new YCloudMedia(world, network.media());
        this.suspension = new Suspension(world.clock());
        this.events = new YCloudEvents(world, this::sign, media, suspension);
        this.sends = new YCloudSends(world, network, messages, reports, events);
    }

    private void changed(Outbound message, String status) {
        messages.change(message, status)
                .ifPresent(change -> events.updated(message.number().account(), change));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String prefix() {
        return "ycloud";
    }

    static BusinessNumber number(Account account) {
        return new BusinessNumber(
                account, account.text("phone-number").orElse("").replaceAll("\\D", ""), true);
    }

    @Override
    public void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        var parts = path.split("/", -1);
        if (path.startsWith("/v2/whatsapp/media/download/") && parts.length == 6) {
            media.download(exchange, parts[5], !accounts(exchange).isEmpty());
        } else if (!path.startsWith("/v2/whatsapp/") || parts.length < 4) {
            exchange.answer(YCloudError.notFound().answer());
        } else {
            serve(exchange, parts);
        }
    }

    private void serve(Exchange exchange, String[] parts) throws IOException, InterruptedException {
        var what = exchange.method() + " " + parts[3] + (parts.length > 4 ? " " + parts[parts.length - 1] : "");
        switch (what) {
            case "POST messages" -> send(exchange, false);
            case "POST messages sendDirectly" -> send(exchange, true);
            case "POST inboundMessages markAsRead" -> read(exchange, parts[4], "markAsRead", MissingNode.getInstance());
            case "POST inboundMessages typingIndicator" ->
                read(exchange, parts[4], "typingIndicator", MissingNode.getInstance());
            case "POST inboundMessages typing" ->
                read(exchange, parts[4], "typing", Json.object().put("success", true));
            case "POST media upload" -> {
                var files = YCloudMedia.parts(exchange);
                answer(
                        exchange,
                        "upload",
                        account -> number(account).phone().equals(parts[4].replaceAll("\\D", "")),
                        account -> media.upload(account.id(), files));
            }
            default -> {
                if (exchange.method().equals("GET") && parts[3].equals("messages") && parts.length == 5) {
                    answer(exchange, "message", account -> true, account -> found(parts[4]));
                } else {
                    exchange.answer(YCloudError.notFound().answer());
                }
            }
        }
    }

    private Answer found(String id) {
        return messages.find(id)
                .map(Answer::done)
                .orElseGet(() -> YCloudError.notFound().answer());
    }

    private List<Account> accounts(Exchange exchange) {
        var key = exchange.header("X-API-Key").orElse("");
        return world.accounts().all().stream()
                .filter(account -> account.kind().equals(KIND))
                .filter(account -> account.text("api-key").filter(key::equals).isPresent())
                .toList();
    }

    private void send(Exchange exchange, boolean isDirect) throws IOException, InterruptedException {
        var body = Json.parse(exchange.body(1 << 20));
        var accounts = accounts(exchange);
        var account = accounts.stream()
                .filter(own ->
                        body.path("from").asString("").equals("+" + number(own).phone()))
                .findFirst()
                .or(() -> accounts.stream().findFirst());
        world.answer(
                exchange,
                this,
                sends.call(account, body, isDirect),
                () -> identified(account.map(known -> sends.answer(known, body, isDirect))
                        .orElseGet(() -> YCloudError.badKey().answer())));
    }

    /// Does what an account of the caller's key may do.
    private void answer(
            Exchange exchange,
            String method,
            Predicate<Account> which,
            java.util.function.Function<Account, Answer> action)
            throws IOException, InterruptedException {
        var accounts = accounts(exchange);
        var account = accounts.stream().filter(which).findFirst();
        world.answer(
                exchange,
                this,
                Call.of(account.map(Account::id).orElse(""), method),
                () -> identified(account.map(action)
                        .orElseGet(
                                () -> (accounts.isEmpty() ? YCloudError.badKey() : YCloudError.notFound()).answer())));
    }

    /// Every answer has an id.
    private static Answer identified(Answer answer) {
        return answer.headers().containsKey("YCloud-Request-ID")
                ? answer
                : answer.header("YCloud-Request-ID", "req_" + YCloudError.random(19));
    }

    private void read(Exchange exchange, String id, String method, JsonNode body)
            throws IOException, InterruptedException {
        var event = find(id);
        var account = accounts(exchange).stream()
                .filter(own -> event.filter(
                                known -> known.chat().number().channel().equals(own.id()))
                        .isPresent())
                .findFirst();
        var person = event.map(known -> known.chat().screen().person()).orElse("");
        var isKeyKnown = !accounts(exchange).isEmpty();
        world.answer(
                exchange,
                this,
                new Call(account.map(Account::id).orElse(""), person, null, method, null, null),
                () -> identified(
                        account.isPresent()
                                ? read(event.orElseThrow(), method, body)
                                : (isKeyKnown ? YCloudError.notFound() : YCloudError.badKey()).answer()));
    }

    private Answer read(Inbound event, String method, JsonNode body) {
        return network.read(event.chat().number(), event.wamid(), !method.equals("markAsRead"))
                .map(error -> YCloudError.of(error).answer())
                .orElseGet(() -> Answer.done(body));
    }

    private Optional<Inbound> find(String id) {
        synchronized (inbound) {
            return Optional.ofNullable(inbound.get(id));
        }
    }

    @Override
    public Written write(Account account, String person, JsonNode act) {
        var number = number(account);
        var chat = network.chat(number, person);
        var happened = acts.act(number, person, act);
        var ids = new ArrayList<String>();
        happened.forEach(event -> ids.add(post(event)));
        if (!happened.getFirst().isEcho()) {
            look(chat);
        }
        return new Written(happened.getFirst().wamid(), String.join(",", ids));
    }

    private String post(Inbound event) {
        var id = Messages.id();
        synchronized (inbound) {
            inbound.put(id, event);
        }
        return events.inbound(id, event);
    }

    private void look(Chat chat) {
        network.look(chat).forEach(reports::read);
    }

    @Override
    public void changed(Account account, String person, JsonNode change) {
        var chat = network.chat(number(account), person);
        if (change.path("reads").asBoolean(false)) {
            look(chat);
        }
        acts.moved(chat).ifPresent(event -> post(event));
    }

    @Override
    public Map<String, String> sign(Account account, byte[] body, Signature signature) {
        var secret = account.text("webhook-secret").orElse("");
        var now = world.clock().instant();
        return switch (signature) {
            case MISSING -> Map.of("Content-Type", "application/json");
            case RIGHT -> YCloudSignature.headers(secret, now, body);
            case WRONG -> YCloudSignature.headers(secret + "-of-another", now, body);
        };
    }

    @Override
    public Answer failure(int status, int retryAfter) {
        return YCloudError.of(status, retryAfter).answer();
    }

    @Override
    public void forget() {
        network.forget();
        messages.forget();
        sends.forget();
        suspension.forget();
        synchronized (inbound) {
            inbound.clear();
        }
    }
}
