package io.parley.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./parley import` against an agent-worker that says what it is told to say.
class ImportCommandTest {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;
    private HttpServer worker;
    private volatile int status = 200;
    private volatile String answer = "{}";

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        worker.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            received.add(String.join(
                    " ",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    headers.getFirst("Content-Type"),
                    headers.getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.sendResponseHeaders(status, answer.length());
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
        });
        worker.start();
        System.setErr(new PrintStream(errors, true, UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(standardError);
        worker.stop(0);
    }

    private int run(String what, String... files) {
        var url = "http://localhost:" + worker.getAddress().getPort() + "/";
        var arguments = new java.util.ArrayList<>(List.of("import", what));
        arguments.addAll(List.of(files));
        arguments.addAll(List.of("--tenant", "shoes", "--token", "secret", "--url", url));
        return Parley.run(arguments.toArray(String[]::new));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void tables_go_as_what_their_name_says_they_are() throws Exception {
        answer = "{\"products\":1}";
        assertThat(run("products", file("p.csv", "id,name\na,A\n"))).isZero();
        assertThat(run("orders", file("o.JSON", "[]"))).isZero();
        assertThat(received)
                .containsExactly(
                        "PUT /v1/tenants/shoes/products text/csv Bearer secret id,name\na,A\n",
                        "PUT /v1/tenants/shoes/orders application/json Bearer secret []");
    }

    @Test
    void documents_go_one_by_one_under_their_names() throws Exception {
        assertThat(run("documents", file("envíos y pagos.md", "# Envíos"), file("faq.html", "<p>")))
                .isZero();
        assertThat(received)
                .containsExactly(
                        "PUT /v1/tenants/shoes/documents/env%C3%ADos%20y%20pagos.md text/markdown Bearer secret # Envíos",
                        "PUT /v1/tenants/shoes/documents/faq.html text/html Bearer secret <p>");
    }

    @Test
    void what_is_wrong_in_the_file_is_said_in_one_line() throws Exception {
        status = 400;
        answer = "{\"error\":\"line 2, column name: is missing\"}";
        var file = file("p.csv", "id,name\na,\n");
        assertThat(run("products", file)).isEqualTo(1);
        assertThat(errors.toString(UTF_8).strip()).isEqualTo("parley: " + file + ": line 2, column name: is missing");
    }

    @Test
    void what_else_can_go_wrong_is_1_and_one_line() throws Exception {
        status = 401;
        var file = file("p.csv", "id,name\n");
        assertThat(run("products", file)).isEqualTo(1);
        assertThat(run("products", folder.resolve("none.csv").toString())).isEqualTo(1);
        worker.stop(0);
        assertThat(run("products", file)).isEqualTo(1);
        assertThat(errors.toString(UTF_8).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("parley: "))
                .anyMatch(line -> line.contains("admin token"))
                .anyMatch(line -> line.contains("cannot read"))
                .anyMatch(line -> line.contains("is agent-worker running"));
    }

    @Test
    void wrong_use_is_2_and_sends_nothing() throws Exception {
        var file = file("p.csv", "id,name\n");
        assertThat(run("products", file, file)).isEqualTo(2);
        assertThat(run("products", file("p.xlsx", ""))).isEqualTo(2);
        assertThat(run("prices", file)).isEqualTo(2);
        assertThat(run("products")).isEqualTo(2);
        assertThat(Parley.run("import", "products", file)).isEqualTo(2);
        assertThat(received).isEmpty();
    }
}
