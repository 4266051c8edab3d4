package io.parley.agent.catalogue;

import io.parley.agent.settings.Catalogue;
import io.parley.agent.tool.ToolFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Requests to Tienda Nube's API: bounded in time and size, repeated where it says that this helps.
final class TiendaNubeApi implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(200);
    /// The bucket drains two requests a second (Tienda Nube, API documentation: Rate Limiting).
    private static final Duration BUCKET_DRIPS = Duration.ofSeconds(1);
    private static final int TRIES_OF_FAILURES = 2;
    private static final int LARGEST_BODY = 4 << 20;
    private static final Pattern STORE = Pattern.compile("\\d{1,20}");
    private static final Pattern NEXT = Pattern.compile("rel=\"?next\"?");

    private final HttpClient client;
    private final URI base;
    private final String userAgent;
    private final Duration time;

    /// @param time for one question, with all its requests
    TiendaNubeApi(URI base, String userAgent, Duration time) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        this.base = base;
        this.userAgent = userAgent;
        this.time = time;
    }

    /// What was answered.
    ///
    /// @param body missing where there is nothing
    /// @param more whether there is another page (Tienda Nube, API documentation: Pagination, header `Link`)
    /// @param language the store's main one
    record Answer(JsonNode body, boolean more, Optional<String> language) {}

    /// Begins a question to a store, whose time runs from now.
    ///
    /// @throws ToolFailure when the store's id is none
    Question ask(Catalogue.TiendaNube store) throws ToolFailure {
        if (!STORE.matcher(store.storeId()).matches() || store.accessToken().isBlank()) {
            throw new ToolFailure("misconfigured");
        }
        return new Question(store, System.nanoTime() + time.toNanos());
    }

    /// One question, which may need several requests.
    final class Question {

        private final Catalogue.TiendaNube store;
        private final long deadline;

        private Question(Catalogue.TiendaNube store, long deadline) {
            this.store = store;
            this.deadline = deadline;
        }

        /// Asks until there is an answer, or no time or hope is left.
        Answer get(String path, Map<String, String> query) throws ToolFailure, InterruptedException {
            int failures = 0;
            while (true) {
                var response = send(path, query);
                if (response.isPresent() && response.get().statusCode() == 429) {
                    pause(untilFree(response.get()), "rate-limited");
                } else if (response.isPresent() && response.get().statusCode() < 500) {
                    return answer(response.get());
                } else if (++failures < TRIES_OF_FAILURES) {
                    pause(BEFORE_ANOTHER_TRY, "unavailable");
                } else {
                    throw new ToolFailure("unavailable");
                }
            }
        }

        /// Empty where no answer came.
        private Optional<HttpResponse<byte[]>> send(String path, Map<String, String> query)
                throws ToolFailure, InterruptedException {
            var running = client.sendAsync(
                    request(path, query), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_BODY));
            try {
                return Optional.of(running.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                running.cancel(true);
                throw new ToolFailure("timeout", e);
            } catch (InterruptedException e) {
                running.cancel(true);
                throw e;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException) {
                    return Optional.empty();
                }
                throw new ToolFailure("unavailable", e);
            }
        }

        /// The token stands in `Authentication`, which is no misspelling (Tienda Nube, API documentation:
        /// Authentication).
        private HttpRequest request(String path, Map<String, String> query) {
            var parameters = query.entrySet().stream()
                    .map(parameter ->
                            parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            return HttpRequest.newBuilder(URI.create(base + "/" + store.storeId() + path + "?" + parameters))
                    .header("Authentication", "bearer " + store.accessToken())
                    .header("User-Agent", userAgent)
                    .header("Accept", "application/json")
                    .build();
        }

        private void pause(Duration wait, String otherwise) throws ToolFailure, InterruptedException {
            if (wait.toNanos() >= deadline - System.nanoTime()) {
                throw new ToolFailure(otherwise);
            }
            Thread.sleep(wait);
        }
    }

    /// `x-rate-limit-reset` says in milliseconds when the whole bucket will be empty (Tienda Nube, API documentation:
    /// Rate Limiting). There is room for one request long before.
    private static Duration untilFree(HttpResponse<?> response) {
        return response.headers()
                .firstValue("x-rate-limit-reset")
                .filter(millis -> millis.matches("\\d{1,9}"))
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .filter(empty -> empty.isPositive() && empty.compareTo(BUCKET_DRIPS) < 0)
                .orElse(BUCKET_DRIPS);
    }

    private static Answer answer(HttpResponse<byte[]> response) throws ToolFailure {
        return switch (response.statusCode()) {
            case 200 ->
                new Answer(
                        parsed(response.body()),
                        response.headers().allValues("link").stream()
                                .anyMatch(link -> NEXT.matcher(link).find()),
                        response.headers().firstValue("x-main-language"));
            // An empty list is answered so, too.
            case 404 -> new Answer(MissingNode.getInstance(), false, Optional.empty());
            case 401, 403 -> throw new ToolFailure("unauthorized");
            case 402 -> throw new ToolFailure("unpaid");
            default -> throw new ToolFailure("refused");
        };
    }

    private static JsonNode parsed(byte[] body) throws ToolFailure {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new ToolFailure("nonsense", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
