package io.parley.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bench.load.Dialect;
import io.parley.bench.load.ScriptedServer;
import io.parley.bench.load.Words;
import io.parley.bench.measure.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideTest {

    @TempDir
    Path folder;

    @Test
    void a_contender_that_loses_an_entry_has_no_figure() throws IOException, InterruptedException {
        try (var side = new Side(new Forgetful(), 61, 5, folder)) {
            side.fill(1, Duration.ZERO);
            assertThat(side.push(1, 1).count()).isEqualTo(1);

            assertThatThrownBy(() -> side.push(1, 1)).hasMessageContaining("of 1 entries 0 arrived");
        }
    }

    /// Shows its client the first entry and no other.
    private static final class Forgetful implements Contender {

        private final ScriptedServer server = new ScriptedServer();

        Forgetful() throws IOException {}

        @Override
        public String name() {
            return "forgetful";
        }

        @Override
        public Dialect dialect() {
            return Dialect.PLAIN;
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public ProcessHandle process() {
            return ProcessHandle.current();
        }

        @Override
        public Memory memory(Duration pause) {
            return new Memory(0, 0);
        }

        @Override
        public void push(String user, Words words) {
            if (words.number() == 1) {
                server.say(words);
            }
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
