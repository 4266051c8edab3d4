package io.parley.agent.model;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.node.JsonNodeFactory;

/// Any OpenAI-compatible server, through LangChain4j, each call on a virtual thread of its own.
///
/// A model that keeps failing a tenant is not asked for it for a while (circuit breaker).
public final class OpenAiModel implements Model, AutoCloseable {

    private static final int MOST_MODELS = 1_000;

    private final HttpClient http;
    private final Breakers breakers;
    private final Patience patience;
    private final Clock clock;
    private final LoadingCache<Target, StreamingChatModel> models =
            Caffeine.newBuilder().maximumSize(MOST_MODELS).build(OpenAiModel::model);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("agent-worker-model-", 0).factory());

    /// What one LangChain4j model is made for.
    private record Target(Prompt.Endpoint endpoint, String name, OptionalDouble temperature) {}

    /// How long the model may be silent, and how much it may say.
    record Patience(Duration connect, Duration firstToken, Duration silence, int maxCharacters) {}

    OpenAiModel(Breakers breakers, Patience patience, Clock clock) {
        this.breakers = breakers;
        this.patience = patience;
        this.clock = clock;
        // HTTP/1.1: connections are kept and reused, no upgrade is tried, and closing one ends one call only.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.connect())
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("agent-worker-http-", 0).factory()))
                .build();
    }

    @Override
    public Call ask(Prompt prompt, Listener listener) {
        var breaker = breakers.of(prompt.tenant(), prompt.endpoint(), prompt.model());
        var call = new OpenAiCall(new HttpExchange(http), breaker, listener, patience, clock);
        threads.execute(() -> call.run(exchange -> stream(prompt, exchange, call)));
        return call;
    }

    private void stream(Prompt prompt, HttpExchange exchange, OpenAiCall call) {
        var model = models.get(new Target(prompt.endpoint(), prompt.model(), prompt.temperature()));
        var request = ChatRequest.builder().messages(messages(prompt));
        if (!prompt.functions().isEmpty()) {
            request.toolSpecifications(
                    prompt.functions().stream().map(OpenAiModel::specification).toList());
            request.toolChoice(prompt.answerOnly() ? ToolChoice.NONE : ToolChoice.AUTO);
        }
        ScopedValue.where(ExchangeClient.EXCHANGE, exchange).run(() -> model.chat(request.build(), call));
    }

    private static ToolSpecification specification(Prompt.Function function) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("name", function.name())
                .put("description", function.description());
        return ToolSpecification.fromJson(
                json.set("parameters", function.parameters()).toString());
    }

    private static StreamingChatModel model(Target target) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(new ExchangeClient())
                .baseUrl(target.endpoint().baseUrl().toString())
                .apiKey(target.endpoint().apiKey())
                .modelName(target.name())
                .temperature(
                        target.temperature().isPresent() ? target.temperature().getAsDouble() : null)
                .build();
    }

    private static List<ChatMessage> messages(Prompt prompt) {
        var messages = new ArrayList<ChatMessage>();
        if (!prompt.system().isEmpty()) {
            messages.add(SystemMessage.from(prompt.system()));
        }
        prompt.alternating().forEach(line -> messages.add(message(line)));
        return messages;
    }

    private static ChatMessage message(Prompt.Line line) {
        var answered = line.answers();
        if (answered != null) {
            return ToolExecutionResultMessage.from(answered.id(), answered.name(), line.text());
        }
        return line.ours() ? own(line) : user(line);
    }

    private static AiMessage own(Prompt.Line line) {
        if (line.asks().isEmpty()) {
            return AiMessage.from(line.text());
        }
        var calls = line.asks().stream()
                .map(ask -> ToolExecutionRequest.builder()
                        .id(ask.id())
                        .name(ask.name())
                        .arguments(ask.arguments())
                        .build())
                .toList();
        return line.text().isBlank() ? AiMessage.from(calls) : AiMessage.from(line.text(), calls);
    }

    private static UserMessage user(Prompt.Line line) {
        if (line.pictures().isEmpty()) {
            return UserMessage.from(line.text());
        }
        var contents = new ArrayList<Content>();
        contents.add(TextContent.from(line.text()));
        for (var picture : line.pictures()) {
            picture.content()
                    .get()
                    .map(bytes -> ImageContent.from(Base64.getEncoder().encodeToString(bytes), picture.mediaType()))
                    .ifPresent(contents::add);
        }
        return UserMessage.from(contents);
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
