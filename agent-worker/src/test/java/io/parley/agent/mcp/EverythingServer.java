package io.parley.agent.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.agent.settings.AgentSettings;
import io.parley.schemas.settings.TenantDocument;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/// The protocol's own server for trying out clients (`@modelcontextprotocol/server-everything`, from npm), in each of
/// the three ways in which a server is reached.
enum EverythingServer {
    PROGRAM("stdio", ""),
    STREAMABLE_HTTP("streamableHttp", "/mcp"),
    SSE("sse", "/sse");

    private static final Path FOLDER = Path.of("target", "mcp-servers");
    private static final Path SCRIPT =
            FOLDER.resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js");

    private final String mode;
    private final String path;

    EverythingServer(String mode, String path) {
        this.mode = mode;
        this.path = path;
    }

    /// Gets it once, or skips the test where there is no Node.js.
    static void install() throws Exception {
        assumeTrue(
                has("node", "-e", "process.exit(process.versions.node.split('.')[0] >= 20 ? 0 : 1)")
                        && has("npm", "--version"),
                "SKIPPED: a real MCP server needs Node.js 20 and npm, which are not on the PATH");
        Files.createDirectories(FOLDER);
        for (var file : List.of("package.json", "package-lock.json", ".npmrc")) {
            Files.copy(Path.of("src/test/mcp", file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(SCRIPT)) {
            assertThat(run("npm", "ci", "--no-audit", "--no-fund")).as("npm ci").isZero();
        }
    }

    private static boolean has(String... command) throws InterruptedException {
        try {
            return run(command) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(Files.isDirectory(FOLDER) ? FOLDER.toFile() : new File("."))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /// One that a test has to do with.
    final class Running implements AutoCloseable {
        private final int port;
        private Optional<Process> process = Optional.empty();

        Running() throws IOException {
            try (var socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            start();
        }

        /// A program is started by who speaks to it.
        void start() throws IOException {
            if (EverythingServer.this == PROGRAM) {
                return;
            }
            var builder = new ProcessBuilder("node", SCRIPT.toAbsolutePath().toString(), mode)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("PORT", String.valueOf(port));
            process = Optional.of(builder.start());
            Awaitility.await().until(this::isListening);
        }

        private boolean isListening() {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("localhost", port), 500);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        /// `kill -9`.
        void kill() {
            var all = processes();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(handle -> handle.onExit().join());
        }

        List<ProcessHandle> processes() {
            return process.map(own -> List.of(own.toHandle())).orElseGet(EverythingServer::programs);
        }

        /// A tenant's settings that name this server.
        AgentSettings settings(String tenant) {
            var server = EverythingServer.this == PROGRAM
                    ? "\"command\": [\"node\", \"%s\", \"stdio\"], \"env\": {\"GREETING\": \"hello\"}"
                            .formatted(SCRIPT.toAbsolutePath())
                    : "\"url\": \"http://localhost:%d%s\"".formatted(port, path);
            return EverythingServer.settings(tenant, "{\"name\": \"everything\", %s}".formatted(server));
        }

        @Override
        public void close() {
            kill();
        }
    }

    /// Those that this process has started to speak to.
    static List<ProcessHandle> programs() {
        return ProcessHandle.current()
                .descendants()
                .filter(handle ->
                        handle.info().arguments().stream().flatMap(Stream::of).anyMatch("stdio"::equals))
                .toList();
    }

    static AgentSettings settings(String tenant, String servers) {
        var document = JsonMapper.builder().build().readTree("{\"agent\": {\"mcp-servers\": [%s]}}".formatted(servers));
        return new AgentSettings(new TenantDocument(tenant, "v1", 0, document));
    }
}
