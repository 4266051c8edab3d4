package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.JSON_PING;
import static io.parley.ingress.ws.WireFrames.latin1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sockets over TLS, by Spring Boot's settings alone.
class TlsIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static Node node;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        node = Node.launch(
                Installed.shared().bootstrap(),
                "secured",
                "--server.ssl.key-store=file:" + certificate(),
                "--server.ssl.key-store-password=" + PASSWORD,
                "--server.ssl.enabled-protocols=TLSv1.3",
                "--PARLEY_WS_REQUEST_TIMEOUT=1s");
        http = HttpClient.newBuilder().sslContext(trusting()).build();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> status("/ready") == 200);
    }

    @AfterAll
    static void stop() {
        node.close();
        http.close();
    }

    @Test
    void a_socket_speaks_over_tls() throws Exception {
        try (var browser = Browser.open(http, address("wss", "/ws/chat/tessa"), Map.of())) {
            browser.awaitFrame("connected");
            browser.send(JSON_PING).awaitFrame("pong");
        }
    }

    @Test
    void who_does_not_trust_the_certificate_gets_no_socket() {
        var stranger = HttpClient.newHttpClient();
        assertThatThrownBy(() -> Browser.open(stranger, address("wss", "/ws/chat/tessa"), Map.of()))
                .hasStackTraceContaining(SSLHandshakeException.class.getName());
    }

    @Test
    void without_tls_nothing_is_answered_and_a_handshake_that_does_not_end_is_cut_off() throws Exception {
        try (var plain = WirePeer.connect(node.port());
                var halfOpen = WirePeer.connect(node.port())) {
            plain.write(latin1(WirePeer.upgrade("/ws/chat/tessa")));
            assertThat(plain.hearOctets()).doesNotContain("HTTP/1.1 101");
            assertThat(halfOpen.hear()).isEqualTo(WirePeer.END);
        }
    }

    private static int status(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address("https", path)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static URI address(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + node.port() + path);
    }

    /// A self-signed certificate for localhost, made by the JDK's own tool.
    private static Path certificate() throws IOException, InterruptedException {
        var store = folder.resolve("node.p12");
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var command = List.of(
                tool.toString(),
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return store;
    }

    private static SSLContext trusting() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.resolve("node.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("node", store.getCertificate("node"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
