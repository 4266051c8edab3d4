package io.parley.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.standalone.ChildJvm;
import io.parley.standalone.endtoend.ChatClient;
import io.parley.standalone.endtoend.ConversationContract;
import io.parley.standalone.endtoend.ModelFaultsContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The conversation with everything in one JVM, as `./parley up` starts it, seen from outside only.
class OneJvmIT extends ConversationContract {

    @TempDir
    private static Path folder;

    private static final Ports PORTS = FreePorts.find();
    private static ChildJvm up;

    @BeforeAll
    static void start() throws IOException {
        up = startWith();
    }

    private static ChildJvm startWith(String... more) throws IOException {
        var command = new ArrayList<String>();
        command.addAll(List.of("up", "--data", folder.toString()));
        command.addAll(List.of("--port-offset", String.valueOf(PORTS.offset())));
        command.addAll(List.of(more));
        return ChildJvm.start(command.toArray(String[]::new)).awaitOutput("Stop: Ctrl-C");
    }

    @AfterAll
    static void stop() throws IOException {
        up.close();
    }

    @Override
    protected URI sockets() {
        return URI.create("ws://localhost:" + PORTS.webSockets(0));
    }

    @Override
    protected String kafka() {
        return "localhost:" + PORTS.kafka();
    }

    @Test
    void the_answers_facts_come_from_the_tenants_prompt() {
        try (var client = ChatClient.connect(chat(user(), ""))) {
            client.say("c1", "Hola, ¿cuánto cuesta la bota Andes?");
            assertThat(client.awaitReply().path("content").asString(""))
                    .contains("Bota Andes", "149,00 euros", "(stand-in model)");
        }
    }

    @Test
    void a_simulated_message_is_taken_without_a_token() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + PORTS.webhooks() + "/simulate/message"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"platform": "web", "user_id": "simulated", "text": "hola", "tenant_id": "lab"}"""))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var taken = http.send(request, BodyHandlers.ofString());
            assertThat(taken.statusCode()).isEqualTo(202);
            assertThat(taken.body()).contains("message_id", "lab:");
        }
    }

    @Test
    void what_was_said_is_still_there_after_a_stop_and_a_start() throws Exception {
        var user = answered();
        assertThat(up.stop()).isZero();
        startAgain();
        goesOn(user);
        assertThat(Files.readString(folder.resolve("logs").resolve("parley.log")))
                .doesNotContain("bota Andes", "(stand-in model)");
    }

    /// The killed one leaves its PostgreSQL running.
    @Test
    void what_was_said_is_still_there_after_a_kill_and_a_start() throws Exception {
        var user = answered();
        up.kill();
        startAgain();
        goesOn(user);
    }

    @Test
    void nothing_is_left_after_a_kill_and_a_fresh_start() throws Exception {
        var user = answered();
        up.kill();
        startAgain("--fresh");
        try (var client = ChatClient.connect(chat(user, "history=10"))) {
            client.say("c1", "Hola, ¿cuánto cuesta la bota Andes?");
            client.await("completed");
            assertThat(client.replies()).hasSize(1);
            assertThat(client.replies().getFirst().path("content").asString("")).contains("(stand-in model)");
        }
    }

    private String answered() throws Exception {
        var user = user();
        try (var client = ChatClient.connect(chat(user, ""))) {
            client.say("c1", "Hola, ¿cuánto cuesta la bota Andes?");
            client.await("completed");
        }
        return user;
    }

    private static void startAgain(String... more) throws IOException {
        up.close();
        up = startWith(more);
    }

    private void goesOn(String user) throws Exception {
        try (var client = ChatClient.connect(chat(user, "history=10"))) {
            assertThat(client.replies()).hasSize(1);
            client.say("c2", "¿Y en qué colores?");
            client.await("completed");
            // Only the first answer of a conversation says so: the memory has survived, too.
            assertThat(client.replies().getLast().path("content").asString("")).doesNotContain("(stand-in model)");
        }
    }

    @Nested
    class WhenTheModelFails extends ModelFaultsContract {

        @Override
        protected URI sockets() {
            return OneJvmIT.this.sockets();
        }

        @Override
        protected int worker() {
            return PORTS.worker();
        }

        @Override
        protected int model() {
            return PORTS.model();
        }

        @Override
        protected String adminToken() throws IOException {
            return Files.readString(folder.resolve("secrets").resolve("admin-token"))
                    .strip();
        }
    }
}
