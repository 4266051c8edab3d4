package io.parley.sandbox.graph;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.Json;
import io.parley.sandbox.Provider;
import io.parley.sandbox.World;
import io.parley.sandbox.whatsapp.Acts;
import io.parley.sandbox.whatsapp.BusinessNumber;
import io.parley.sandbox.whatsapp.Inbound;
import io.parley.sandbox.whatsapp.MetaError;
import io.parley.sandbox.whatsapp.Network;
import io.parley.sandbox.whatsapp.StatusReports;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The Graph API for WhatsApp.
final class GraphStandIn implements Provider {

    static final String KIND = "whatsapp";

    /// Cloud API, media: those of people are kept for 7 days.
    private static final Duration RECEIVED_MEDIA = Duration.ofDays(7);

    private static final Pattern VERSION = Pattern.compile("v\\d{1,2}\\.\\d");

    private final World world;
    private final Network network;
    private final Acts acts;
    private final StatusReports reports;
    private final GraphWebhooks webhooks;
    private final GraphMessages messages;
    private final GraphMedia media;

    GraphStandIn(World world) {
        this.world = world;
        this.network = new Network(world, RECEIVED_MEDIA);
        this.acts = new Acts(network);
        this.webhooks = new GraphWebhooks(world, this::sign);
        this.reports = new StatusReports(world, webhooks::status);
        this.messages = new GraphMessages(world, network, reports);
        this.media = new GraphMedia(world, network.media());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String prefix() {
        return "graph";
    }

    @Override
    public void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        var parts = path.split("/", -1);
        if (parts.length == 3 && parts[1].equals(GraphMedia.ATTACHMENTS)) {
            media.download(exchange, parts[2]);
        } else if (parts.length < 3
                || parts.length > 4
                || !VERSION.matcher(parts[1]).matches()) {
            refuse(exchange, unknownPath(path));
        } else {
            serve(exchange, parts[1], parts[2], parts.length == 4 ? parts[3] : "");
        }
    }

    private void serve(Exchange exchange, String version, String id, String edge)
            throws IOException, InterruptedException {
        var access = Access.of(world.accounts(), exchange, id);
        switch (exchange.method() + " " + edge) {
            case "POST messages" -> {
                var body = Json.parse(exchange.body(1 << 20));
                world.answer(
                        exchange,
                        this,
                        messages.call(access, body),
                        () -> versioned(messages.answer(access, body), version));
            }
            case "POST media" -> {
                var parts = GraphMedia.parts(exchange);
                world.answer(
                        exchange,
                        this,
                        Call.of(access.channel(), "upload"),
                        () -> versioned(media.upload(access, parts), version));
            }
            case "GET ", "DELETE " -> {
                var method = exchange.method();
                var origin = exchange.origin();
                world.answer(
                        exchange,
                        this,
                        Call.of(media.channel(id), "media"),
                        () -> versioned(media.object(access, method, id, origin), version));
            }
            default ->
                refuse(exchange, MetaError.noSuchObject(exchange.method().toLowerCase(java.util.Locale.ROOT), id));
        }
    }

    private static Answer versioned(Answer answer, String version) {
        return answer.header("facebook-api-version", version);
    }

    private void refuse(Exchange exchange, MetaError error) throws IOException {
        exchange.answer(GraphErrors.answer(error));
    }

    private static MetaError unknownPath(String path) {
        return new MetaError(400, 2500, null, "OAuthException", "Unknown path components: " + path, null);
    }

    @Override
    public Written write(Account account, String person, JsonNode act) {
        var number = number(account);
        var chat = network.chat(number, person);
        var events = acts.act(number, person, act);
        webhooks.inbound(events);
        if (!events.getFirst().isEcho()) {
            network.look(chat).forEach(message -> reports.read(message));
        }
        var ids = events.stream().map(Inbound::wamid).collect(Collectors.joining(","));
        return new Written(events.getFirst().wamid(), ids);
    }

    @Override
    public void changed(Account account, String person, JsonNode change) {
        var chat = network.chat(number(account), person);
        if (change.path("reads").asBoolean(false)) {
            network.look(chat).forEach(message -> reports.read(message));
        }
        acts.moved(chat).ifPresent(event -> webhooks.inbound(java.util.List.of(event)));
    }

    static BusinessNumber number(Account account) {
        var phone = account.text("phone-number")
                .orElseGet(() -> "1555" + account.text("phone-number-id").orElse("0"))
                .replaceAll("\\D", "");
        return new BusinessNumber(account, phone.substring(0, Math.min(15, phone.length())), false);
    }

    @Override
    public Map<String, String> sign(Account account, byte[] body, Signature signature) {
        var type = Map.of("Content-Type", "application/json");
        var secret = account.text("app-secret").orElse("");
        return switch (signature) {
            case MISSING -> type;
            case RIGHT -> GraphSignature.headers(secret, body);
            case WRONG -> GraphSignature.headers(secret + "-of-another", body);
        };
    }

    @Override
    public Optional<String> verification(Account account, boolean isRight, String challenge) {
        var token = account.text("verify-token").orElse("") + (isRight ? "" : "-of-another");
        return Optional.of("hub.mode=subscribe&hub.verify_token="
                + java.net.URLEncoder.encode(token, java.nio.charset.StandardCharsets.UTF_8) + "&hub.challenge="
                + challenge);
    }

    /// As Meta words it (Cloud API, error codes): too fast is 130429, everything from 500 on is 131000.
    @Override
    public Answer failure(int status, int retryAfter) {
        var error = switch (status) {
            case 401 -> MetaError.badToken();
            case 429 -> MetaError.throughput();
            default -> MetaError.somethingWentWrong(status);
        };
        var answer = GraphErrors.answer(error, status);
        return retryAfter > 0 ? answer.header("Retry-After", String.valueOf(retryAfter)) : answer;
    }

    @Override
    public void forget() {
        network.forget();
    }
}
