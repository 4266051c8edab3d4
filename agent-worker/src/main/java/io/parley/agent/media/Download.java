package io.parley.agent.media;

import io.parley.channels.MediaSource.Located;
import io.parley.schemas.settings.PublicAddress;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gets one file, from nowhere but where it may come from. Redirects are followed by hand, each as carefully as the
/// first address, and credentials go to no other host than the first.
///
/// A host that is not named by its channel must be a public one, over TLS. Its addresses are looked up and judged right
/// before the connection is made, which takes them from Java's own memory of that look-up (30 s), and judged again
/// before what came is believed: a name that changes its mind in between gets nothing out.
final class Download {

    private static final int MOST_REDIRECTS = 3;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final HttpClient client;
    private final int largest;

    /// What came of it.
    sealed interface Answer {

        @SuppressWarnings("ArrayRecordComponent")
        record Got(byte[] content, String mediaType) implements Answer {}

        /// It can't be had, ever.
        record Refused(String reason) implements Answer {}

        /// Not now.
        record Later(Optional<Duration> after, String reason) implements Answer {}
    }

    /// @param client follows no redirects
    /// @param largest size of a file in bytes
    Download(HttpClient client, int largest) {
        this.client = client;
        this.largest = largest;
    }

    /// Gets the file within the time.
    Answer get(Located.Found found, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        var url = found.url();
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            if (!mayCall(url, found)) {
                return new Answer.Refused(Fetched.Unavailable.NOT_ALLOWED);
            }
            var headers = authority(url).equals(authority(found.url())) ? found.headers() : Map.<String, String>of();
            try {
                var answer = send(url, headers, deadline - System.nanoTime());
                if (!mayCall(url, found)) {
                    return new Answer.Refused(Fetched.Unavailable.NOT_ALLOWED);
                }
                var target = redirect(answer, url);
                if (target.isEmpty()) {
                    return judged(answer);
                }
                url = target.get();
            } catch (TimeoutException e) {
                return new Answer.Later(Optional.empty(), Fetched.Unavailable.TIMEOUT);
            } catch (IOException e) {
                return new Answer.Later(Optional.empty(), "connection-failed");
            }
        }
        return new Answer.Refused(Fetched.Unavailable.NOT_ALLOWED);
    }

    private HttpResponse<Optional<byte[]>> send(URI url, Map<String, String> headers, long nanos)
            throws IOException, InterruptedException, TimeoutException {
        var request = HttpRequest.newBuilder(url).GET().header("User-Agent", "Parley");
        headers.forEach(request::setHeader);
        var pending = client.sendAsync(request.build(), BoundedBody.upTo(largest));
        try {
            return pending.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            // Without the cause: its message may hold the address, and that a token.
            throw new IOException(
                    e.getCause() == null ? "failed" : e.getCause().getClass().getSimpleName());
        } finally {
            pending.cancel(true);
        }
    }

    private static Optional<URI> redirect(HttpResponse<?> answer, URI from) throws IOException {
        return switch (answer.statusCode()) {
            case 301, 302, 303, 307, 308 -> {
                try {
                    yield answer.headers().firstValue("Location").map(from::resolve);
                } catch (IllegalArgumentException e) {
                    throw new IOException("bad redirect");
                }
            }
            default -> Optional.empty();
        };
    }

    private static Answer judged(HttpResponse<Optional<byte[]>> answer) {
        int status = answer.statusCode();
        if (status == 200) {
            return answer.body()
                    .<Answer>map(content -> new Answer.Got(content, mediaType(answer)))
                    .orElseGet(() -> new Answer.Refused(Fetched.Unavailable.TOO_LARGE));
        }
        if (status == 408 || status == 429 || status >= 500) {
            return new Answer.Later(retryAfter(answer), "http-" + status);
        }
        return new Answer.Refused(status == 404 || status == 410 ? Fetched.Unavailable.EXPIRED : "http-" + status);
    }

    private static String mediaType(HttpResponse<?> answer) {
        var type = answer.headers().firstValue("Content-Type").orElse("application/octet-stream");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Math.min(LONGEST_WAIT.toSeconds(), Integer.parseInt(text))));
    }

    private static boolean mayCall(URI url, Located.Found found) {
        var host = url.getHost();
        if (host == null || url.getUserInfo() != null) {
            return false;
        }
        if (!found.hosts().isEmpty()) {
            var hosts = found.hosts();
            return isHttp(url) && (hosts.contains(host) || hosts.contains(host + ":" + url.getPort()));
        }
        return "https".equalsIgnoreCase(url.getScheme()) && isPublic(host);
    }

    private static boolean isHttp(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    }

    private static boolean isPublic(String host) {
        try {
            return PublicAddress.isPublic(host);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String authority(URI url) {
        return url.getScheme() + "://" + url.getHost() + ":" + url.getPort();
    }
}
