package io.parley.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// A sandbox with an ingress that keeps what it gets, and a clock that is moved by hand.
public final class Trial implements AutoCloseable {

    private static final String TENANTS = """
            tenants:
              - id: shoes
                name: Shoes
                channels:
                  - {id: bot, kind: telegram, bot-token: "${BOT_TOKEN:100001:sample}", webhook-secret: "bot-secret"}
                  - {id: bot2, kind: telegram, bot-token: "100002:other", webhook-secret: "bot2-secret"}
                  - {id: work, kind: slack, bot-token: "xoxb-1", signing-secret: "test_signing_secret"}
                  - {id: wa, kind: whatsapp, phone-number-id: "106400000000001", phone-number: "+15550001111", access-token: "wa-token", app-secret: "wa-secret", verify-token: "wa-verify", template: "reopen"}
                  - {id: wa2, kind: whatsapp, phone-number-id: "106400000000002", access-token: "wa2-token", app-secret: "wa2-secret", verify-token: "wa2-verify"}
                  - {id: yc, kind: ycloud, phone-number: "+5491100000000", api-key: "yc-key", webhook-secret: "whsec_yc"}
                  - {id: api, kind: http, secret: "api-secret", callback-url: "http://localhost:1/callback/api"}
                agent: {catalogue: {kind: tiendanube, store-id: "4400", access-token: "tn-token"}}
              - {id: lab, channels: [], agent: {catalogue: {kind: tiendanube, store-id: "4500", access-token: "tn-other"}}}
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Hand clock = new Hand();
    private final Ingress ingress = new Ingress();
    private final Path file;
    private final Sandbox sandbox;

    private static final class Hand extends Clock {

        private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    public Trial() {
        try {
            file = Files.createTempFile("tenants", ".yml");
            Files.writeString(file, TENANTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sandbox = Sandbox.start(new Sandbox.Options(
                "localhost", 0, OptionalInt.of(0), file, Map.of(), List.of(ingress.url()), 1_000, clock));
    }

    public Ingress ingress() {
        return ingress;
    }

    /// Where its mail server listens.
    public int mailPort() {
        return sandbox.mailPort().orElseThrow();
    }

    public String url() {
        return sandbox.url();
    }

    public HttpClient http() {
        return http;
    }

    public Instant now() {
        return clock.instant();
    }

    /// Time passes.
    public void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).GET());
    }

    public HttpResponse<String> post(String path, String json, String... headers) {
        return call("POST", path, json, headers);
    }

    public HttpResponse<String> call(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public JsonNode control(String path) {
        return json(get("/sandbox" + path));
    }

    public JsonNode control(String method, String path, String json) {
        return json(call(method, "/sandbox" + path, json));
    }

    public static JsonNode json(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body());
    }

    /// A person does something.
    public JsonNode write(String channel, String person, String act) {
        return control("POST", "/" + channel + "/people/" + person + "/messages", act);
    }

    public JsonNode says(String channel, String person, String text) {
        return write(
                channel,
                person,
                Json.object().put("kind", "text").put("text", text).toString());
    }

    public JsonNode screen(String channel, String person) {
        return control("/" + channel + "/people/" + person + "/messages");
    }

    public JsonNode state(String channel, String person, String change) {
        return control("PUT", "/" + channel + "/people/" + person + "/state", change);
    }

    public JsonNode deliveries() {
        return control("/deliveries");
    }

    /// Waits for so many webhooks.
    public List<Ingress.Received> webhooks(int count) {
        return webhooks(count, webhook -> true);
    }

    public List<Ingress.Received> webhooks(int count, Predicate<Ingress.Received> which) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> ingress.received().stream().filter(which).toList(), found -> found.size() >= count);
    }

    @Override
    public void close() {
        sandbox.close();
        ingress.close();
        http.shutdownNow();
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
