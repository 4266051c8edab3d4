package io.parley.campaign.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The PostgreSQL server of a data folder, found by the file in which it keeps its process id.
record Postmaster(ProcessHandle process) {

    private static final String FILE = "postmaster.pid";
    private static final int DEPTH = 4;

    static Optional<Postmaster> of(Path folder) throws IOException {
        try (Stream<Path> files = Files.find(folder, DEPTH, (file, attributes) -> file.endsWith(FILE))) {
            for (var file : files.toList()) {
                long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
                var process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
                if (process.isPresent()) {
                    return process.map(Postmaster::new);
                }
            }
        }
        return Optional.empty();
    }

    /// `kill -9` to the server and all that it has forked; returns when they have gone.
    void kill() throws InterruptedException {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        while (all.stream().anyMatch(ProcessHandle::isAlive)) {
            Thread.sleep(10);
        }
    }
}
