package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Thousands of streams at once, each over a connection of its own.
class StandInLoadTest {

    private static final int STREAMS = 2_000;

    @Test
    void two_thousand_streams_are_open_at_the_same_time_and_each_gets_its_own_answer() throws Exception {
        try (StandInModel model = StandInModel.start(0);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // given
            ModelClient client = new ModelClient(model);
            client.control("/mode", "{\"mode\":\"echo\"}");
            client.control("/pace", "{\"first_token_ms\":4000,\"per_token_ms\":20}");
            CountDownLatch go = new CountDownLatch(1);

            // when
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                String said = "m" + i;
                answers.add(threads.submit(() -> {
                    go.await();
                    return stream(model.port(), said);
                }));
            }
            go.countDown();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(
                            () -> client.get("/control/calls?limit=0")
                                    .path("running")
                                    .asInt(),
                            count -> count > STREAMS * 9 / 10);

            // then
            for (int i = 0; i < STREAMS; i++) {
                assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).contains("\"content\":\" m" + i + "\"", "[DONE]");
            }
        }
    }

    private static String stream(int port, String said) throws IOException {
        byte[] body = ModelClient.request("You are a test.", said)
                .put("stream", true)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer key\r\n"
                + "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
