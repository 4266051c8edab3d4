package io.parley.campaign.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Writes lines to files, one file for each type, in the order in which they come. Appending never waits for the disk.
public final class Ledger implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Path directory;
    private final Map<Class<? extends Line>, BufferedWriter> files = new HashMap<>();
    private final BlockingQueue<Line> waiting = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile boolean closing;
    private volatile boolean broken;

    /// Begins a ledger in a directory, which is made where it is missing.
    public Ledger(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        writer = Thread.ofPlatform().name("campaign-ledger").start(this::write);
    }

    /// Safe from any thread.
    public void append(Line line) {
        if (broken) {
            throw new IllegalStateException("the ledger in " + directory + " cannot be written");
        }
        waiting.add(line);
    }

    public Path directory() {
        return directory;
    }

    /// Returns when every line is in its file.
    @Override
    public void close() {
        closing = true;
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (broken || writer.isAlive()) {
            throw new IllegalStateException("the ledger in " + directory + " cannot be written");
        }
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                var line = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (line == null) {
                    flush();
                } else {
                    var file = file(line.getClass());
                    file.write(JSON.writeValueAsString(line));
                    file.newLine();
                }
            }
            for (var file : files.values()) {
                file.close();
            }
        } catch (IOException | UncheckedIOException | InterruptedException e) {
            broken = true;
        }
    }

    private void flush() throws IOException {
        for (var file : files.values()) {
            file.flush();
        }
    }

    private BufferedWriter file(Class<? extends Line> type) {
        return files.computeIfAbsent(type, t -> {
            try {
                return Files.newBufferedWriter(path(directory, t));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static Path path(Path directory, Class<? extends Line> type) {
        return directory.resolve(Line.file(type) + ".jsonl");
    }
}
