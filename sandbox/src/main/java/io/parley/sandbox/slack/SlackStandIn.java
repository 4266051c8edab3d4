package io.parley.sandbox.slack;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.ControlError;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.FileStore;
import io.parley.sandbox.Hmac;
import io.parley.sandbox.Json;
import io.parley.sandbox.Provider;
import io.parley.sandbox.World;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.util.Fields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Slack: the Web API below `/slack/api/`, files below `/slack/files/`, events and clicks signed with `v0`.
final class SlackStandIn implements Provider {

    private static final int MOST_BODY = 1 << 20;
    private static final String API = "/api/";
    private static final String FILES = "/files/";
    private static final String BEARER = "Bearer ";

    private final World world;
    private final Map<String, Workspace> workspaces = new ConcurrentHashMap<>();
    private final Posting posting;
    private final Events events;

    SlackStandIn(World world) {
        this.world = world;
        this.posting = new Posting(world);
        this.events = new Events(world, this);
    }

    @Override
    public String kind() {
        return "slack";
    }

    @Override
    public String prefix() {
        return "slack";
    }

    Workspace workspace(Account account) {
        return workspaces.computeIfAbsent(account.id(), same -> new Workspace(account, world.clock()));
    }

    @Override
    public void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        if (path.startsWith(FILES)) {
            download(exchange, path.substring(FILES.length()));
        } else if (path.startsWith(API)) {
            call(exchange, path.substring(API.length()));
        } else {
            exchange.json(404, Json.object().put("ok", false).put("error", "unknown_method"));
        }
    }

    private void call(Exchange exchange, String method) throws IOException, InterruptedException {
        JsonNode arguments = arguments(exchange);
        Optional<String> token = token(exchange);
        Optional<Account> account = token.flatMap(value -> world.accounts().find(kind(), "bot-token", value));
        if (account.isEmpty()) {
            String error = token.isEmpty() ? "not_authed" : "invalid_auth";
            world.answer(exchange, this, Call.of("", method), () -> error(error));
            return;
        }
        Call call = new Call(
                account.get().id(),
                Workspace.person(arguments.path("channel").asString("")),
                arguments.path("thread_ts").asString(null),
                method,
                Posting.words(arguments),
                null);
        world.answer(exchange, this, call, () -> run(account.get(), method, arguments));
    }

    private Answer run(Account account, String method, JsonNode arguments) {
        Workspace workspace = workspace(account);
        return switch (method) {
            case "chat.postMessage" -> posting.post(account, workspace, arguments);
            case "conversations.replies" -> posting.replies(account, workspace, arguments);
            case "auth.test" ->
                Answer.done(ok().put("team_id", workspace.team())
                        .put("user_id", workspace.botUser())
                        .put("bot_id", workspace.bot()));
            default -> error("unknown_method");
        };
    }

    private static Optional<String> token(Exchange exchange) {
        return exchange.header("Authorization")
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()));
    }

    /// JSON, a form or the query (Slack, Using the Slack Web API).
    private static JsonNode arguments(Exchange exchange) throws IOException {
        if (exchange.mediaType().equals("application/json")) {
            JsonNode json = Json.parse(exchange.body(MOST_BODY));
            return json.isObject() ? json : Json.object();
        }
        ObjectNode arguments = Json.object();
        add(arguments, exchange.query());
        if (exchange.mediaType().equals("application/x-www-form-urlencoded")) {
            add(arguments, exchange.form(MOST_BODY));
        }
        return arguments;
    }

    private static void add(ObjectNode arguments, Fields fields) {
        fields.forEach(field -> arguments.put(field.getName(), field.getValue()));
    }

    static ObjectNode ok() {
        return Json.object().put("ok", true);
    }

    /// Failures have status 200 and say it in the body (Slack, Evaluating responses).
    static Answer error(String code) {
        return Answer.refused(200, code, Json.object().put("ok", false).put("error", code));
    }

    /// A private file wants the token (Slack, File object: url_private).
    private void download(Exchange exchange, String id) throws IOException {
        boolean may = token(exchange)
                .flatMap(value -> world.accounts().find(kind(), "bot-token", value))
                .isPresent();
        Optional<FileStore.StoredFile> file = may ? world.files().find(id) : Optional.empty();
        if (file.isPresent()) {
            exchange.bytes(200, file.get().mediaType(), file.get().content());
        } else {
            exchange.text(may ? 404 : 403, "text/html", "<!doctype html><title>Slack</title>");
        }
    }

    @Override
    public Written write(Account account, String person, JsonNode act) {
        if (!person.matches("[UWCG][A-Za-z0-9]{1,30}")) {
            throw ControlError.wrong("a person on Slack has an id that begins with U, a channel one with C");
        }
        return events.carryOut(account, workspace(account), person, act);
    }

    /// `v0=` and the HMAC-SHA256 of `v0:{timestamp}:{body}` (Slack, Verifying requests from Slack). A body that begins
    /// with `payload=` is a form, as clicks are.
    @Override
    public Map<String, String> sign(Account account, byte[] body, Signature signature) {
        String secret = account.text("signing-secret").orElse("") + (signature == Signature.WRONG ? "-not" : "");
        String time = String.valueOf(world.clock().instant().getEpochSecond());
        boolean form =
                body.length > 8 && new String(body, 0, 8, java.nio.charset.StandardCharsets.UTF_8).equals("payload=");
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json");
        headers.put("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
        if (signature != Signature.MISSING) {
            headers.put("X-Slack-Request-Timestamp", time);
            headers.put("X-Slack-Signature", "v0=" + Hmac.sha256(secret, "v0:" + time + ":", body));
        }
        return headers;
    }

    @Override
    public Answer failure(int status, int retryAfter) {
        return switch (status) {
            case 429 -> Posting.tooFast(Math.max(1, retryAfter));
            case 200 -> error("internal_error");
            default ->
                Answer.refused(
                        status, "http-" + status, Json.object().put("ok", false).put("error", "service_unavailable"));
        };
    }

    @Override
    public void forget() {
        posting.clear();
    }
}
