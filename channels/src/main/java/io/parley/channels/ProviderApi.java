package io.parley.channels;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Calls to providers' HTTP APIs, with what a sender must know of each: the answer, or whether the request can have
/// arrived. Follows no redirects, repeats nothing, and never names an address: some hold a token.
public final class ProviderApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration NO_CONNECTION = Duration.ofSeconds(2);
    private static final int LONGEST_RETRY_AFTER = 86_400;

    private final HttpClient client;
    private final Duration patience;

    /// What came of a call.
    public sealed interface Answer {

        /// What came of sending: a connection that was never made is tried again, an answer that never came leaves it
        /// open whether the message was sent, and an answer speaks for itself.
        default Outcome outcome(Function<Received, Outcome> received) {
            return switch (this) {
                case Received answer -> received.apply(answer);
                case NotSent(var cause) -> new Outcome.Later(NO_CONNECTION, Limit.Scope.ACCOUNT, cause);
                case Lost(var cause) -> new Outcome.Unknown(cause);
            };
        }

        /// The provider has answered.
        ///
        /// @param retryAfter of the header, which must be in seconds
        /// @param body a missing node where it is no JSON
        record Received(int status, Optional<Duration> retryAfter, JsonNode body) implements Answer {

            public boolean isSuccess() {
                return status >= 200 && status < 300;
            }
        }

        /// The request was not sent: no connection.
        record NotSent(String cause) implements Answer {}

        /// The request may have arrived; nobody knows what became of it.
        record Lost(String cause) implements Answer {}
    }

    /// With a client of its own.
    ///
    /// @param patience for the whole answer of a call
    public ProviderApi(Duration patience) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.patience = patience;
    }

    public Answer get(URI url, Map<String, String> headers) throws InterruptedException {
        return call("GET", url, headers, BodyPublishers.noBody());
    }

    public Answer post(URI url, Map<String, String> headers, JsonNode body) throws InterruptedException {
        var all = new java.util.HashMap<>(headers);
        all.putIfAbsent("Content-Type", "application/json");
        return call("POST", url, all, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    /// Posts exactly these bytes, for instance signed ones; the headers say their type.
    public Answer post(URI url, Map<String, String> headers, byte[] body) throws InterruptedException {
        return call("POST", url, headers, BodyPublishers.ofByteArray(body));
    }

    public Answer post(URI url, Map<String, String> headers, Multipart form) throws InterruptedException {
        var all = new java.util.HashMap<>(headers);
        all.put("Content-Type", form.contentType());
        return call("POST", url, all, BodyPublishers.ofByteArray(form.bytes()));
    }

    private Answer call(String method, URI url, Map<String, String> headers, BodyPublisher body)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(patience)
                .method(method, body)
                .header("User-Agent", "Parley");
        headers.forEach(request::setHeader);
        try {
            return received(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
            return new Answer.NotSent(e.getClass().getSimpleName());
        } catch (HttpTimeoutException e) {
            return new Answer.Lost("no answer within " + patience.toSeconds() + " s");
        } catch (IOException e) {
            return new Answer.Lost(e.getClass().getSimpleName());
        }
    }

    private static Answer received(HttpResponse<byte[]> answer) {
        return new Answer.Received(answer.statusCode(), retryAfter(answer), json(answer.body()));
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(text -> Duration.ofSeconds(Math.min(LONGEST_RETRY_AFTER, Integer.parseInt(text))));
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
