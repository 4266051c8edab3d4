package io.parley.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.parley.agent.media.FileServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiEmbedderTest {

    private static final String TWO = """
            {"object": "list", "model": "e", "data": [
              {"object": "embedding", "index": 0, "embedding": [0.5, -1]},
              {"object": "embedding", "index": 1, "embedding": [0.25, 2]}],
             "usage": {"prompt_tokens": 2, "total_tokens": 2}}""";

    private final FileServer server = new FileServer();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final OpenAiEmbedder embedder = new OpenAiEmbedder(
            new Breakers(
                    CircuitBreakerConfig.custom()
                            .slidingWindowSize(3)
                            .minimumNumberOfCalls(3)
                            .waitDurationInOpenState(Duration.ofMinutes(1))
                            .build(),
                    (tenant, kind, details) -> {}),
            Duration.ofSeconds(5));

    @AfterEach
    void stop() {
        embedder.close();
        server.close();
    }

    private List<float[]> embed(Duration timeout, String... texts) throws Exception {
        var endpoint = new Prompt.Endpoint(URI.create(server.url("/v1")), "sk-secret");
        return embedder.embed(new Embedder.Texts("shoes", endpoint, "e", List.of(texts), timeout));
    }

    private void answers(int status, String body) {
        server.at("/v1/embeddings", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    @Test
    void each_text_gets_its_vector() throws Exception {
        answers(200, TWO);
        assertThat(embed(Duration.ofSeconds(10), "boots", "shoes"))
                .containsExactly(new float[] {0.5f, -1}, new float[] {0.25f, 2});
        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request).contains("boots").contains("shoes"));
    }

    @Test
    void a_provider_that_gives_too_few_or_fails_gives_none_and_is_left_alone_after_a_while() {
        answers(500, "{\"error\": {\"message\": \"sk-secret is wrong\"}}");
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(Embedder.NoEmbedding.class)
                    .isThrownBy(() -> embed(Duration.ofSeconds(10), "boots"))
                    .withMessage("HTTP 500");
        }
        assertThatExceptionOfType(Embedder.NoEmbedding.class)
                .isThrownBy(() -> embed(Duration.ofSeconds(10), "boots"))
                .withMessage("circuit breaker open");
        assertThat(requests).hasSize(3);
    }

    @Test
    void one_vector_too_many_is_no_answer() {
        answers(200, TWO);
        assertThatExceptionOfType(Embedder.NoEmbedding.class).isThrownBy(() -> embed(Duration.ofSeconds(10), "boots"));
    }

    @Test
    void a_provider_that_hangs_is_not_waited_for() {
        var never = new CountDownLatch(1);
        server.at("/v1/embeddings", exchange -> never.await());
        assertThatExceptionOfType(Embedder.NoEmbedding.class)
                .isThrownBy(() -> embed(Duration.ofMillis(200), "boots"))
                .withMessage("timeout");
        never.countDown();
    }
}
