package io.parley.standalone.endtoend;

import io.parley.standalone.ChildJvm;
import io.parley.standalone.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The conversation with everything in one JVM, as `./parley up` starts it.
class OneJvmIT extends ConversationContract {

    @TempDir
    static Path folder;

    private static int offset;
    private static ChildJvm up;

    @BeforeAll
    static void start() throws IOException {
        offset = freeOffset();
        up = ChildJvm.start("up", "--data", folder.toString(), "--port-offset", Integer.toString(offset));
        up.awaitOutput("http://localhost:" + (8080 + offset));
    }

    private static int freeOffset() {
        return IntStream.iterate(20_000, offset -> offset + 500)
                .filter(offset -> IntStream.of(5433, 8080, 8081, 8082, 8083, 8086, 9092)
                        .allMatch(port -> FreePort.isFree(port + offset)))
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void stop() throws IOException {
        up.close();
    }

    @Override
    URI sockets() {
        return URI.create("ws://localhost:" + (8080 + offset));
    }
}
