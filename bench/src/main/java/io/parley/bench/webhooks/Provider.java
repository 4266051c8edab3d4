package io.parley.bench.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.channels.Signatures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Posts signed messages of the Graph API's shape over connections that are kept, one after the other on each. It
/// writes
/// HTTP by itself: a comfortable client would take more of the machine than the server.
final class Provider {

    static final String SECRET = "between-us";
    static final String NUMBER = "1064";

    private static final int PEOPLE = 2_000;

    private final int connections;
    private final AtomicLong numbers = new AtomicLong(1);

    Provider(int connections) {
        this.connections = connections;
    }

    /// Posts for so long.
    ///
    /// @return how many were answered 200; any other answer is an error
    long post(int port, Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                counts.add(threads.submit(() -> postUntil(port, end)));
            }
            long accepted = 0;
            for (var count : counts) {
                accepted += count.get();
            }
            return accepted;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a webhook was not accepted: " + e.getMessage(), e);
        }
    }

    private long postUntil(int port, long end) {
        long accepted = 0;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            while (System.nanoTime() < end) {
                socket.getOutputStream().write(request(numbers.getAndIncrement()));
                var status = answer(in);
                if (!status.startsWith("HTTP/1.1 200")) {
                    throw new IllegalStateException(status);
                }
                accepted++;
            }
            return accepted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] request(long number) {
        var body = body(number);
        var head = "POST /webhooks/whatsapp/bench-whatsapp HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nX-Hub-Signature-256: sha256="
                + Signatures.hmacSha256(SECRET, List.of(body)) + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        var request = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(UTF_8), 0, request, 0, head.length());
        System.arraycopy(body, 0, request, head.length(), body.length);
        return request;
    }

    private static byte[] body(long number) {
        var person = "AR." + (100_000 + number % PEOPLE);
        return """
                {"object":"whatsapp_business_account","entry":[{"id":"5001","changes":[{"field":"messages","value":\
                {"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001","phone_number_id":"%s"},\
                "contacts":[{"profile":{"name":"Ana"},"user_id":"%s"}],"messages":[{"from_user_id":"%s",\
                "id":"wamid.bench%d","timestamp":"1760000000","type":"text",\
                "text":{"body":"Do you have these boots in size 40, and when could they be here?"}}]}}]}]}""".formatted(NUMBER, person, person, number).getBytes(UTF_8);
    }

    /// The status line; answers have no body.
    private static String answer(InputStream in) throws IOException {
        var status = line(in);
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "Content-Length: ", 0, 16) && !header.endsWith(" 0")) {
                throw new IOException("an answer with a body: " + status);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder(64);
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new IOException("closed");
            }
            line.append((char) read);
        }
        return line.toString().strip();
    }
}
