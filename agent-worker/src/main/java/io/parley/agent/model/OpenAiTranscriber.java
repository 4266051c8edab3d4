package io.parley.agent.model;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// [Transcriber] by any OpenAI-compatible server, through LangChain4j, each call on a virtual thread of its own. Tries
/// nothing twice: that is the turn's business.
final class OpenAiTranscriber implements Transcriber, AutoCloseable {

    private static final int MOST_MODELS = 1_000;

    private final HttpClient http;
    private final Breakers breakers;
    private final OpenAiModel.Patience patience;
    private final Clock clock;
    private final LoadingCache<Target, OpenAiAudioTranscriptionModel> models =
            Caffeine.newBuilder().maximumSize(MOST_MODELS).build(OpenAiTranscriber::model);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("agent-worker-transcription-", 0).factory());

    private record Target(Prompt.Endpoint endpoint, String model) {}

    /// @param patience of which the time to the first token is that to the whole transcription
    OpenAiTranscriber(Breakers breakers, OpenAiModel.Patience patience, Clock clock) {
        this.breakers = breakers;
        this.patience = patience;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.connect())
                .build();
    }

    @Override
    public Model.Call ask(Recording recording, Model.Listener listener) {
        var breaker = breakers.of(recording.tenant(), recording.endpoint(), recording.model());
        var call = new OpenAiCall(new HttpExchange(http), breaker, listener, patience, clock);
        threads.execute(() -> call.run(exchange -> transcribe(recording, exchange, call)));
        return call;
    }

    private void transcribe(Recording recording, HttpExchange exchange, OpenAiCall call) {
        var content = recording.content().get();
        if (content.isEmpty()) {
            call.lost();
            return;
        }
        var audio = Audio.builder()
                .binaryData(content.get())
                .mimeType(recording.mediaType())
                .build();
        var model = models.get(new Target(recording.endpoint(), recording.model()));
        var answer = ScopedValue.where(ExchangeClient.EXCHANGE, exchange)
                .call(() -> model.transcribe(
                        AudioTranscriptionRequest.builder(audio).build()));
        call.transcribed(answer.text());
    }

    private static OpenAiAudioTranscriptionModel model(Target target) {
        return OpenAiAudioTranscriptionModel.builder()
                .httpClientProvider(new ExchangeClient())
                .baseUrl(target.endpoint().baseUrl().toString())
                .apiKey(target.endpoint().apiKey())
                .modelName(target.model())
                .maxRetries(0)
                .build();
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
