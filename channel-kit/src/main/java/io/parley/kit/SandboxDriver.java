package io.parley.kit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A channel whose provider is a stand-in of the sandbox (docs/sandbox.md): its people write on the sandbox's phones,
/// and what they have is what the stand-in has delivered.
public final class SandboxDriver implements Driver {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OVERSIZE = 4 * 1024 * 1024;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final Account account;
    private final URI sandbox;
    private final URI ingress;
    private final Restart restart;
    private final Web web = new Web();
    private final long firstDelivery;
    private final Map<String, Written> events = new ConcurrentHashMap<>();
    private final Map<String, Written> newest = new ConcurrentHashMap<>();

    /// An account that the sandbox stands in for.
    public record Account(String id, String kind) {}

    /// @param sandbox its root
    /// @param ingress root of ingress-webhooks
    /// @throws IOException when the sandbox does not answer
    public SandboxDriver(Account account, URI sandbox, URI ingress, Restart restart)
            throws IOException, InterruptedException {
        this.account = account;
        this.sandbox = sandbox;
        this.ingress = ingress;
        this.restart = restart;
        this.firstDelivery = last();
    }

    /// The account with this id, or else the first of this kind.
    public static Optional<Account> find(String name, URI sandbox) throws IOException, InterruptedException {
        var accounts = list(new Web(), sandbox.resolve("/sandbox/accounts")).stream()
                .map(account -> new Account(
                        account.path("channel").asString(""),
                        account.path("kind").asString("")))
                .toList();
        return accounts.stream()
                .filter(account -> account.id().equals(name))
                .findFirst()
                .or(() -> accounts.stream()
                        .filter(account -> account.kind().equals(name))
                        .findFirst());
    }

    @Override
    public String account() {
        return account.id();
    }

    @Override
    public void say(String person, String text) throws IOException, InterruptedException {
        var act = JSON.createObjectNode().put("kind", "text").put("text", text).put("name", "Kit");
        var answer = web.post(ofPerson(person, "/messages"), act.toString(), Map.of());
        require(answer, "the sandbox lets nobody write");
        var written =
                new Written(text, JSON.readTree(answer.body()).path("event_id").asString(""));
        events.put(text, written);
        newest.put(person, written);
    }

    @Override
    public void repeat(String person, String text, int times) throws IOException, InterruptedException {
        var written = events.get(text);
        if (written == null) {
            throw new IOException("nobody has said that");
        }
        var body = body(written);
        AtOnce.all(Collections.nCopies(times, () -> {
            int status = post(body, "right");
            if (status / 100 != 2) {
                throw new IOException("a repeated webhook was answered with " + status);
            }
        }));
    }

    @Override
    public List<Shown> shown(String person) throws IOException, InterruptedException {
        return list(web, ofPerson(person, "/messages")).stream()
                .filter(message -> message.path("from").asString("").equals("agent"))
                .map(message -> new Shown(message.path("message_id").asString(""), false))
                .toList();
    }

    /// What is forged is the person's newest webhook with other words.
    @Override
    public Answer forge(Forgery forgery, String person, String text) throws IOException, InterruptedException {
        var written = newest.get(person);
        if (written == null) {
            return new Answer.Impossible("the person has not written yet");
        }
        var body = body(written).replace(written.text(), text);
        return switch (forgery) {
            case WRONG_SIGNATURE -> new Answer.Status(post(body, "wrong"));
            case MISSING_SIGNATURE -> new Answer.Status(post(body, "missing"));
            case OVERSIZED -> new Answer.Status(post(body.replace(text, text + "x".repeat(OVERSIZE)), "right"));
            case NOT_JSON -> new Answer.Status(post(body.substring(0, body.length() - 1), "right"));
            case UNKNOWN_ACCOUNT -> {
                var nowhere = ingress.resolve("/webhooks/" + account.kind() + "/kit-no-such-account");
                yield new Answer.Status(web.post(nowhere, body, Map.of()).status());
            }
        };
    }

    @Override
    public Ability trouble(Trouble trouble, String person, int times) throws IOException, InterruptedException {
        var fault = JSON.createObjectNode()
                .put("channel", account.id())
                .put("person", named(person))
                .put("times", times);
        sending().ifPresent(method -> fault.put("method", method));
        var answer =
                web.post(sandbox.resolve("/sandbox/faults"), as(trouble, fault).toString(), Map.of());
        require(answer, "the sandbox makes no fault");
        return new Ability.Done();
    }

    @Override
    public int throttled() throws IOException, InterruptedException {
        return (int) deliveries(firstDelivery).stream()
                .filter(call -> call.path("outcome").asString("").equals("throttled"))
                .count();
    }

    @Override
    public Ability restart() throws IOException, InterruptedException {
        return restart.carryOut();
    }

    @Override
    public void close() {
        // the sandbox lives on
    }

    private static ObjectNode as(Trouble trouble, ObjectNode fault) {
        return switch (trouble) {
            case FAILS -> fault.put("kind", "status").put("status", 500);
            case THROTTLES -> fault.put("kind", "status").put("status", 429).put("retry_after", RETRY_AFTER_SECONDS);
            case LOSES_ANSWERS -> fault.put("kind", "reset").put("after_delivery", true);
        };
    }

    /// The call that carries words, where signs of life are calls, too.
    private Optional<String> sending() {
        return switch (account.kind()) {
            case "telegram" -> Optional.of("sendMessage");
            case "slack" -> Optional.of("chat.postMessage");
            default -> Optional.empty();
        };
    }

    /// As the provider names people.
    private String named(String person) {
        return switch (account.kind()) {
            case "ycloud" -> "+" + person;
            case "slack" -> "U" + person;
            default -> person;
        };
    }

    private URI ofPerson(String person, String what) {
        var encoded = URLEncoder.encode(named(person), StandardCharsets.UTF_8);
        return sandbox.resolve("/sandbox/" + account.id() + "/people/" + encoded + what);
    }

    /// @param event the provider's id of it
    private record Written(String text, String event) {}

    private String body(Written written) throws IOException, InterruptedException {
        var event = URLEncoder.encode(written.event(), StandardCharsets.UTF_8);
        var answer = web.get(sandbox.resolve("/sandbox/webhook?channel=" + account.id() + "&event_id=" + event));
        require(answer, "the sandbox no longer knows the webhook");
        return answer.body();
    }

    /// Posts as the provider would sign it, and says how it was answered.
    private int post(String body, String signature) throws IOException, InterruptedException {
        var url = sandbox.resolve("/sandbox/" + account.id() + "/webhook?signature=" + signature);
        var answer = web.post(url, body, Map.of());
        require(answer, "the sandbox posts no webhook");
        return JSON.readTree(answer.body()).path("status").asInt();
    }

    private long last() throws IOException, InterruptedException {
        var all = deliveries(0);
        return all.isEmpty() ? 0 : all.getLast().path("n").asLong();
    }

    private List<JsonNode> deliveries(long after) throws IOException, InterruptedException {
        var all = new ArrayList<JsonNode>();
        for (var page = page(after); !page.isEmpty(); ) {
            all.addAll(page);
            page = page(page.getLast().path("n").asLong());
        }
        return all;
    }

    private List<JsonNode> page(long after) throws IOException, InterruptedException {
        return list(web, sandbox.resolve("/sandbox/deliveries?channel=" + account.id() + "&after=" + after));
    }

    private static List<JsonNode> list(Web web, URI url) throws IOException, InterruptedException {
        var answer = web.get(url);
        require(answer, "the sandbox does not answer");
        try {
            return StreamSupport.stream(JSON.readTree(answer.body()).spliterator(), false)
                    .toList();
        } catch (JacksonException e) {
            throw new IOException("the sandbox does not answer in JSON", e);
        }
    }

    private static void require(Web.Answer answer, String otherwise) throws IOException {
        if (!answer.isSuccess()) {
            throw new IOException(otherwise + ": HTTP " + answer.status());
        }
    }
}
