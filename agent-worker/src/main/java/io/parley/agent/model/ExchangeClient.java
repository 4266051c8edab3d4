package io.parley.agent.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// LangChain4j's view of HTTP: hands each request to the exchange of the call that is being made. So one LangChain4j
/// model, which is dear to make, serves all calls.
final class ExchangeClient implements HttpClient, HttpClientBuilder {

    /// The exchange of the call that the running thread makes.
    static final ScopedValue<HttpExchange> EXCHANGE = ScopedValue.newInstance();

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        EXCHANGE.get().execute(request, parser, listener);
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        return EXCHANGE.get().execute(request);
    }

    @Override
    public @Nullable Duration connectTimeout() {
        return null;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public @Nullable Duration readTimeout() {
        return null;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return this;
    }
}
