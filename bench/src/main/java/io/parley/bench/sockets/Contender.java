package io.parley.bench.sockets;

import io.parley.bench.load.Dialect;
import io.parley.bench.load.Words;
import io.parley.bench.measure.Memory;
import java.io.IOException;
import java.time.Duration;

/// A WebSocket server in a process of its own.
interface Contender extends AutoCloseable {

    /// Characters of an entry's words.
    int ENTRY_LENGTH = 200;

    String name();

    Dialect dialect();

    int port();

    ProcessHandle process();

    /// What it takes after full collections.
    ///
    /// @param pause after each, since freed memory goes back to the system a little later
    Memory memory(Duration pause) throws IOException, InterruptedException;

    /// Puts an entry for a user where the server gets it from: into Kafka.
    void push(String user, Words words);

    @Override
    void close();
}
