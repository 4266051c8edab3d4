package io.parley.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A channel that takes `{"message_id", "user_id", "text"}` by POST and posts the replies as JSON to a callback: the
/// generic HTTP channel, and any like it outside the JVM. The kit itself is the callback, hence the provider.
///
/// A callback whose body comes with a `Parley-Signature` must be signed with the token.
public final class HttpDriver implements Driver {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OVERSIZE = 4 * 1024 * 1024;
    private static final Pattern SIGNATURE = Pattern.compile("t=(\\d+),v1=([0-9a-f]{64})");

    private final String account;
    private final URI url;
    private final String token;
    private final Restart restart;
    private final Web web = new Web();
    private final HttpServer callback;
    private final Map<String, List<Shown>> shown = new ConcurrentHashMap<>();
    private final Map<String, Plan> plans = new ConcurrentHashMap<>();
    private final AtomicInteger throttled = new AtomicInteger();

    private record Plan(Trouble trouble, AtomicInteger left) {}

    /// Listens for callbacks from now on.
    ///
    /// @param url where messages are posted
    /// @param token sent as `Authorization: Bearer`; empty where the channel asks for none
    /// @param callbackPort 0 for any
    public HttpDriver(String account, URI url, String token, int callbackPort, Restart restart) throws IOException {
        this.account = account;
        this.url = url;
        this.token = token;
        this.restart = restart;
        callback = HttpServer.create(new InetSocketAddress(callbackPort), 0);
        callback.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        callback.createContext("/", this::receive);
        callback.start();
    }

    /// Where the channel has to post.
    public URI callback() {
        return URI.create("http://localhost:" + callback.getAddress().getPort() + "/replies");
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public void say(String person, String text) throws IOException, InterruptedException {
        web.insist(() -> web.post(url, body(person, text), bearer(token)));
    }

    @Override
    public void repeat(String person, String text, int times) throws IOException, InterruptedException {
        AtOnce.all(Collections.nCopies(times, () -> say(person, text)));
    }

    @Override
    public List<Shown> shown(String person) {
        return List.copyOf(shown.getOrDefault(person, List.of()));
    }

    @Override
    public Answer forge(Forgery forgery, String person, String text) throws IOException, InterruptedException {
        var good = body(person, text);
        return switch (forgery) {
            case WRONG_SIGNATURE, MISSING_SIGNATURE -> {
                if (token.isEmpty()) {
                    yield new Answer.Impossible("the channel asks for no token");
                }
                var headers = forgery == Forgery.WRONG_SIGNATURE ? bearer(token + "x") : Map.<String, String>of();
                yield new Answer.Status(web.post(url, good, headers).status());
            }
            case OVERSIZED ->
                new Answer.Status(web.post(url, body(person, text + "x".repeat(OVERSIZE)), bearer(token))
                        .status());
            case NOT_JSON ->
                new Answer.Status(web.post(url, good.substring(0, good.length() - 1), bearer(token))
                        .status());
            case UNKNOWN_ACCOUNT -> {
                var other = url.toString().replace("/" + account + "/", "/kit-no-such-account/");
                yield other.equals(url.toString())
                        ? new Answer.Impossible("the URL names no account")
                        : new Answer.Status(
                                web.post(URI.create(other), good, bearer(token)).status());
            }
        };
    }

    @Override
    public Ability trouble(Trouble trouble, String person, int times) {
        plans.put(person, new Plan(trouble, new AtomicInteger(times)));
        return new Ability.Done();
    }

    @Override
    public int throttled() {
        return throttled.get();
    }

    @Override
    public Ability restart() throws IOException, InterruptedException {
        return restart.carryOut();
    }

    @Override
    public void close() {
        callback.stop(0);
    }

    private static String body(String person, String text) {
        // The same words always make the same event.
        var id = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        return JSON.createObjectNode()
                .put("message_id", id)
                .put("user_id", person)
                .put("text", text)
                .toString();
    }

    private static Map<String, String> bearer(String token) {
        return token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (!isAuthentic(exchange.getRequestHeaders().getFirst("Parley-Signature"), body)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            answer(exchange, JSON.readTree(body));
        } catch (JacksonException e) {
            exchange.sendResponseHeaders(400, -1);
        }
    }

    private void answer(HttpExchange exchange, JsonNode reply) throws IOException {
        var person = reply.path("user_id").asString("");
        switch (next(person)) {
            case FAILS -> exchange.sendResponseHeaders(500, -1);
            case THROTTLES -> {
                throttled.incrementAndGet();
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
            }
            // Closed without a word.
            case LOSES_ANSWERS -> show(person, reply);
            case null -> {
                show(person, reply);
                exchange.sendResponseHeaders(200, -1);
            }
        }
    }

    private @Nullable Trouble next(String person) {
        var plan = plans.get(person);
        return plan != null && plan.left().getAndDecrement() > 0 ? plan.trouble() : null;
    }

    private void show(String person, JsonNode reply) {
        shown.computeIfAbsent(person, _ -> new CopyOnWriteArrayList<>())
                .add(new Shown(reply.path("reply_id").asString(""), true));
    }

    private boolean isAuthentic(@Nullable String signature, byte[] body) {
        if (signature == null) {
            return true;
        }
        var parts = SIGNATURE.matcher(signature);
        if (!parts.matches()) {
            return false;
        }
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((parts.group(1) + ".").getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(mac.doFinal(body), HexFormat.of().parseHex(parts.group(2)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256, and the token is not empty", e);
        }
    }
}
