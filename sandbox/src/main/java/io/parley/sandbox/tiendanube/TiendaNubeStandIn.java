package io.parley.sandbox.tiendanube;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.ControlError;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.Json;
import io.parley.sandbox.Provider;
import io.parley.sandbox.World;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tienda Nube's API for reading a store, below `/tiendanube/<version>/<store id>/`. The stores are those that the
/// tenants file names under `catalogue`.
final class TiendaNubeStandIn implements Provider {

    private static final Pattern PATH =
            Pattern.compile("/(?:v1|\\d{4}-\\d{2})/(\\d{1,20})/(products|categories|orders|store)(?:/(\\d{1,18}))?");
    private static final Pattern USER_AGENT = Pattern.compile(".+ \\(.*(@|https?://).+\\)");
    private static final String BEARER = "bearer ";

    private final World world;
    private final Map<String, Store> stores = new ConcurrentHashMap<>();

    TiendaNubeStandIn(World world) {
        this.world = world;
    }

    @Override
    public String kind() {
        return "tiendanube";
    }

    @Override
    public String prefix() {
        return "tiendanube";
    }

    @Override
    public boolean hasPeople() {
        return false;
    }

    @Override
    public void furnish(Account account, JsonNode goods) {
        store(account).furnish(goods);
    }

    private Store store(Account account) {
        return stores.computeIfAbsent(account.id(), same -> new Store(world.clock()));
    }

    @Override
    public void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches() || !exchange.method().equals("GET")) {
            world.answer(exchange, this, Call.of("", path), () -> Page.notFound("Not Found"));
            return;
        }
        Call call = new Call(
                parts.group(1), "", null, parts.group(2), exchange.query("q").orElse(null), null);
        world.answer(exchange, this, call, () -> answer(exchange, parts));
    }

    private Answer answer(Exchange exchange, Matcher parts) {
        if (!isNamed(exchange)) {
            return error(400, "Bad Request", "Missing a user agent with the app's name and a way to reach it");
        }
        Optional<Account> account = account(exchange, parts.group(1));
        if (account.isEmpty()) {
            return error(401, "Unauthorized", "Invalid access token");
        }
        Store store = store(account.get());
        LeakyBucket.Level level = store.bucket().take();
        Answer answer = level.isOver() && world.settings().limits()
                ? error(429, "Too Many Requests", "Too many requests")
                : content(store, exchange, parts);
        return answer.header("x-rate-limit-limit", String.valueOf(LeakyBucket.SIZE))
                .header("x-rate-limit-remaining", String.valueOf(level.remaining()))
                .header("x-rate-limit-reset", String.valueOf(level.resetMillis()))
                .header("X-Main-Language", store.mainLanguage());
    }

    /// The app's name and, in brackets, a mail address or a web page (Tienda Nube, API documentation: User-Agent).
    private static boolean isNamed(Exchange exchange) {
        return USER_AGENT.matcher(exchange.header("User-Agent").orElse("")).matches();
    }

    /// The token stands in `Authentication: bearer …` (Tienda Nube, API documentation: Authentication). It opens its
    /// own
    /// store only.
    private Optional<Account> account(Exchange exchange, String storeId) {
        return exchange.header("Authentication")
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()))
                .flatMap(token -> world.accounts().find(kind(), "access-token", token))
                .filter(account -> account.id().equals(storeId));
    }

    private static Answer content(Store store, Exchange exchange, Matcher parts) {
        Map<String, String> parameters = new LinkedHashMap<>();
        exchange.query().forEach(field -> parameters.put(field.getName(), field.getValue()));
        String shelf = parts.group(2);
        if (shelf.equals("store")) {
            return Answer.done(Page.onlyFields(store.store(), parameters));
        }
        if (parts.group(3) != null) {
            return one(store.all(shelf), parts.group(3), parameters);
        }
        String url = exchange.origin() + "/tiendanube" + parts.group();
        try {
            return Page.of(Selection.of(shelf, store.all(shelf), parameters), url, parameters);
        } catch (Selection.Unprocessable e) {
            ObjectNode body = Json.object();
            body.putArray(String.valueOf(e.getMessage())).add("is invalid");
            return Answer.refused(422, "unprocessable", body);
        }
    }

    /// By the API's own id, which for an order is not the number that customers know.
    private static Answer one(List<JsonNode> all, String id, Map<String, String> parameters) {
        return all.stream()
                .filter(known -> known.path("id").asString("").equals(id))
                .findFirst()
                .map(known -> Answer.done(Page.onlyFields(known, parameters)))
                .orElseGet(() -> Page.notFound("Not Found"));
    }

    private static Answer error(int status, String message, String description) {
        ObjectNode body =
                Json.object().put("code", status).put("message", message).put("description", description);
        return Answer.refused(status, "http-" + status, body);
    }

    @Override
    public Answer failure(int status, int retryAfter) {
        Answer answer = error(status, "Error " + status, "");
        return status == 429 ? answer.header("x-rate-limit-reset", String.valueOf(retryAfter * 1000L)) : answer;
    }

    @Override
    public Written write(Account account, String person, JsonNode act) {
        throw ControlError.wrong("nobody writes on a shop");
    }

    @Override
    public Map<String, String> sign(Account account, byte[] body, Signature signature) {
        throw ControlError.wrong("a shop posts no webhooks here");
    }

    @Override
    public void forget() {
        stores.clear();
    }
}
