package io.parley.standalone.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The conversation with every service as a process of its own, started with the settings of `docker-compose.yml`.
@Tag("slow")
class ProcessesIT extends ConversationContract {

    @TempDir
    static Path folder;

    private static ComposedSystem system;

    @BeforeAll
    static void start() throws IOException {
        system = ComposedSystem.start(ComposeFile.read(Path.of("..", "docker-compose.yml")), folder);
    }

    @AfterAll
    static void stop() throws IOException {
        system.close();
    }

    @Override
    protected URI sockets() {
        return URI.create("ws://localhost:" + system.port("ingress-ws"));
    }

    @Override
    protected String kafka() {
        return "localhost:" + system.port("kafka");
    }
}
