package io.parley.agent;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An OpenAI-compatible server on a bare socket, so that it can misbehave as servers do: each request is played the
/// part that the script finds for its last user message.
public final class ScriptedProvider implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Plays one answer.
    @FunctionalInterface
    public interface Part {
        void play(Stage stage) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger disconnects = new AtomicInteger();
    private final List<String> transcriptions = new CopyOnWriteArrayList<>();
    private volatile Function<JsonNode, Part> script = request -> echo(lastUserMessage(request));
    private volatile Function<String, Part> ears = form -> said("boots, size 40");

    public ScriptedProvider() {
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().name("provider").start(this::accept);
    }

    public String url() {
        return "http://localhost:" + server.getLocalPort() + "/v1";
    }

    public void script(Function<String, Part> script) {
        scriptOfRequests(request -> script.apply(lastUserMessage(request)));
    }

    /// Plays each request the part that the script finds for the whole of it.
    public void scriptOfRequests(Function<JsonNode, Part> script) {
        this.script = script;
    }

    /// What is played to transcriptions, by their forms.
    public void ears(Function<String, Part> ears) {
        this.ears = ears;
    }

    /// The forms of all transcriptions whose file contains the marker.
    public List<String> transcriptions(String marker) {
        return transcriptions.stream().filter(form -> form.contains(marker)).toList();
    }

    /// A transcription.
    public static Part said(String words) {
        var body = JSON.writeValueAsString(Map.of("text", words));
        return stage -> stage.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /// The bodies of all requests whose last user message contains the marker.
    public List<JsonNode> requests(String marker) {
        return requests.stream()
                .filter(request -> lastUserMessage(request).contains(marker))
                .toList();
    }

    public int disconnects() {
        return disconnects.get();
    }

    public static Part echo(String message) {
        return stage -> stage.answer("Heard: " + message);
    }

    public static Part status(int status, String headers) {
        var body = "{\"error\":{\"message\":\"trouble\"}}";
        return stage -> stage.raw("HTTP/1.1 " + status + " Trouble\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                var requestLine = readLine(in);
                var body = readRequest(in);
                if (requestLine.contains("/audio/transcriptions ")) {
                    var heard = new String(body, StandardCharsets.ISO_8859_1);
                    transcriptions.add(heard);
                    ears.apply(heard).play(new Stage(socket, in));
                    continue;
                }
                var request = JSON.readTree(body);
                requests.add(request);
                script.apply(request).play(new Stage(socket, in));
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone, or the part wanted it so.
        }
    }

    private static byte[] readRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return in.readNBytes(length);
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new SocketException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    static String lastUserMessage(JsonNode request) {
        var last = "";
        for (var message : request.path("messages")) {
            if (message.path("role").asString("").equals("user")) {
                last = text(message.path("content"));
            }
        }
        return last;
    }

    /// Of a message with pictures, which has several parts.
    private static String text(JsonNode content) {
        return content.isArray() ? content.path(0).path("text").asString("") : content.asString("");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One request's connection.
    public final class Stage {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private boolean begun;

        Stage(Socket socket, InputStream in) throws IOException {
            this.socket = socket;
            this.in = in;
            this.out = socket.getOutputStream();
        }

        public void answer(String text) throws IOException {
            begin();
            piece(text);
            finish("stop");
        }

        public void begin() throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            begun = true;
        }

        public void piece(String text) throws IOException {
            event(JSON.writeValueAsString(
                    Map.of("choices", List.of(Map.of("index", 0, "delta", Map.of("content", text))))));
        }

        public void finish(String reason) throws IOException {
            event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}");
            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}");
            end();
        }

        public void end() throws IOException {
            event("[DONE]");
            raw("0\r\n\r\n");
        }

        public void event(String data) throws IOException {
            if (!begun) {
                begin();
            }
            var bytes = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            raw("\r\n");
        }

        public void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /// Ends the connection in the middle of whatever was going on.
        public void cut() throws IOException {
            socket.close();
        }

        /// The same, so that the other side sees a reset.
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /// Says nothing more until the other side goes away.
        public void hang() throws IOException {
            if (in.read() < 0) {
                disconnects.incrementAndGet();
                throw new SocketException("the client has gone");
            }
        }

        public void await(CountDownLatch latch) throws InterruptedException {
            if (!latch.await(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody opened the latch");
            }
        }
    }
}
