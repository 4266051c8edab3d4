package io.parley.agent.model;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// [Embedder] by any OpenAI-compatible server, through LangChain4j. Tries nothing twice.
final class OpenAiEmbedder implements Embedder, AutoCloseable {

    private static final int MOST_MODELS = 1_000;
    private static final int TEXTS_IN_A_REQUEST = 64;

    private final HttpClient http;
    private final Breakers breakers;
    private final LoadingCache<Target, OpenAiEmbeddingModel> models =
            Caffeine.newBuilder().maximumSize(MOST_MODELS).build(OpenAiEmbedder::model);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("agent-worker-embedding-", 0).factory());

    private record Target(Prompt.Endpoint endpoint, String model) {}

    OpenAiEmbedder(Breakers breakers, Duration connectTimeout) {
        this.breakers = breakers;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }

    @Override
    public List<float[]> embed(Texts texts) throws NoEmbedding, InterruptedException {
        var breaker = breakers.of(texts.tenant(), texts.endpoint(), texts.model());
        if (!breaker.tryAcquirePermission()) {
            throw new NoEmbedding("circuit breaker open");
        }
        long started = System.nanoTime();
        try {
            var vectors = within(texts);
            breaker.onSuccess(System.nanoTime() - started, TimeUnit.NANOSECONDS);
            return vectors;
        } catch (NoEmbedding e) {
            breaker.onError(System.nanoTime() - started, TimeUnit.NANOSECONDS, e);
            throw e;
        } catch (InterruptedException e) {
            breaker.releasePermission();
            throw e;
        }
    }

    private List<float[]> within(Texts texts) throws NoEmbedding, InterruptedException {
        var exchange = new HttpExchange(http);
        var answer = threads.submit(
                () -> ScopedValue.where(ExchangeClient.EXCHANGE, exchange).call(() -> ask(texts)));
        try {
            var vectors = answer.get(texts.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (vectors.size() != texts.texts().size()) {
                throw new NoEmbedding("not one vector for each text");
            }
            return vectors;
        } catch (ExecutionException e) {
            throw new NoEmbedding(
                    exchange.status() == 0
                            ? String.valueOf(e.getCause()).replaceAll("[:\\s].*", "")
                            : "HTTP " + exchange.status());
        } catch (TimeoutException e) {
            throw new NoEmbedding("timeout");
        } finally {
            exchange.cancel();
        }
    }

    private List<float[]> ask(Texts texts) {
        var segments = texts.texts().stream().map(TextSegment::from).toList();
        return models.get(new Target(texts.endpoint(), texts.model())).embedAll(segments).content().stream()
                .map(Embedding::vector)
                .toList();
    }

    private static OpenAiEmbeddingModel model(Target target) {
        return OpenAiEmbeddingModel.builder()
                .httpClientBuilder(new ExchangeClient())
                .baseUrl(target.endpoint().baseUrl().toString())
                .apiKey(target.endpoint().apiKey())
                .modelName(target.model())
                .maxSegmentsPerBatch(TEXTS_IN_A_REQUEST)
                .maxRetries(0)
                .build();
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
