package io.parley.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// HTTP as a person's device or a provider uses it.
final class Web {

    private static final Duration ONE_CALL = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int TRIES = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    record Answer(int status, String body) {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /// Later it may be otherwise.
        boolean isPassing() {
            return status == 429 || status >= 500;
        }
    }

    Answer post(URI url, String body, Map<String, String> headers) throws IOException, InterruptedException {
        return send("POST", url, body, headers);
    }

    Answer get(URI url) throws IOException, InterruptedException {
        return send("GET", url, "", Map.of());
    }

    private Answer send(String method, URI url, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(ONE_CALL)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        var answer = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    /// Again and again, until it is answered with success.
    ///
    /// @throws IOException when it is refused for good, or never answered
    void insist(Call call) throws IOException, InterruptedException {
        var last = "";
        for (int n = 0; n < TRIES; n++) {
            try {
                var answer = call.make();
                if (answer.isSuccess()) {
                    return;
                }
                last = "HTTP " + answer.status();
                if (!answer.isPassing()) {
                    break;
                }
            } catch (IOException e) {
                last = e.getClass().getSimpleName();
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("a message was not taken: " + last);
    }

    @FunctionalInterface
    interface Call {
        Answer make() throws IOException, InterruptedException;
    }
}
