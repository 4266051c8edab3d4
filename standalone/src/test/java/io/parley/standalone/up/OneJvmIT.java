package io.parley.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.standalone.ChildJvm;
import io.parley.standalone.endtoend.ChatClient;
import io.parley.standalone.endtoend.ConversationContract;
import io.parley.standalone.endtoend.ModelFaultsContract;
import io.parley.standalone.endtoend.Operator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
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
    void products_come_as_cards_with_pictures_and_buttons() {
        try (var client = ChatClient.connect(chat(user(), ""))) {
            client.say("c1", "Hola, ¿cuánto cuesta la bota Andes?");
            client.await("completed");

            var parts = client.replies();
            assertThat(parts).hasSizeGreaterThanOrEqualTo(3);
            assertThat(parts)
                    .allSatisfy(part -> assertThat(part.path("total").asInt()).isEqualTo(parts.size()));
            assertThat(parts.getFirst().path("content").asString("")).contains("(stand-in model)");
            assertThat(parts).anySatisfy(part -> {
                assertThat(part.path("content").asString("")).contains("Bota Andes", "149");
                assertThat(part.path("image_url").asString("")).endsWith("/pictures/andes.png");
            });
            assertThat(parts.getLast().path("buttons").size()).isEqualTo(2);
        }
    }

    @Test
    void terms_come_from_the_tenants_documents_with_their_source() {
        try (var client = ChatClient.connect(chat(user(), ""))) {
            client.say("c1", "¿Cuánto cuesta el envío?");
            assertThat(client.awaitReply().path("content").asString("")).contains("6,50 euros", "(Fuente: envios.md)");
        }
    }

    @Test
    void an_order_is_shown_to_whom_it_belongs_only() {
        try (var client = ChatClient.connect(chat(user(), "tenant=lab"))) {
            client.say("c1", "What is the state of order L-2002?");
            assertThat(client.awaitReply().path("content").asString("")).startsWith("I cannot find the order L-2002");
            client.say("c2", "bob@example.com");
            client.await("the second answer", frame -> client.replies().size() == 2);
            assertThat(client.replies().getLast().path("content").asString("")).contains("L-2002", "in the laboratory");
        }
    }

    @Test
    void an_order_is_shown_to_its_own_phone() throws Exception {
        var screen = URI.create(
                "http://localhost:" + PORTS.sandbox() + "/sandbox/shoes-whatsapp/people/5491155550001/messages");
        try (var http = HttpClient.newHttpClient()) {
            var written = HttpRequest.newBuilder(screen)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("""
                            {"kind": "text", "text": "¿Dónde está mi pedido 1001?"}"""))
                    .build();
            assertThat(http.send(written, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> http.send(HttpRequest.newBuilder(screen).build(), BodyHandlers.ofString())
                            .body()
                            .contains("enviado el lunes"));
        }
    }

    @Test
    void an_appointment_is_booked_on_the_day_that_the_customer_means() {
        try (var client = ChatClient.connect(chat(user(), "tenant=lab"))) {
            client.say("c1", "Book me an appointment on Monday at 10:00");
            assertThat(client.awaitReply().path("content").asString(""))
                    .containsPattern("Your appointment is booked: \\d{4}-\\d{2}-\\d{2} 10:00, Appointment\\.");
            client.say("c2", "Which appointments do I have?");
            client.await("the second answer", frame -> client.replies().size() == 2);
            assertThat(client.replies().getLast().path("content").asString("")).contains("10:00, Appointment");
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
                .doesNotContain("cuesta el envío", "(stand-in model)");
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
            client.say("c1", "Hola, ¿cuánto cuesta el envío?");
            client.await("completed");
            assertThat(client.replies()).hasSize(1);
            assertThat(client.replies().getFirst().path("content").asString(""))
                    .contains("6,50 euros", "(stand-in model)");
        }
    }

    private String answered() throws Exception {
        var user = user();
        try (var client = ChatClient.connect(chat(user, ""))) {
            client.say("c1", "Hola, ¿cuánto cuesta el envío?");
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
            client.say("c2", "¿Y en qué plazo se entrega?");
            client.await("completed");
            // Only the first answer of a conversation says so: the memory has survived, and the documents have.
            assertThat(client.replies().getLast().path("content").asString(""))
                    .contains("(Fuente: envios.md)")
                    .doesNotContain("(stand-in model)");
        }
    }

    @Nested
    class WhenTheModelFails extends ModelFaultsContract {

        @Override
        protected URI sockets() {
            return OneJvmIT.this.sockets();
        }

        @Override
        protected Operator operator() throws IOException {
            var token = folder.resolve("secrets").resolve("admin-token");
            return new Operator(
                    PORTS.worker(), PORTS.model(), Files.readString(token).strip());
        }
    }
}
