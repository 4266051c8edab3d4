package io.parley.bench.system;

import io.parley.standalone.process.Logging;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Where a benchmark's processes keep their data and logs: deleted when it is done or stopped from outside, kept when
/// it failed.
public final class WorkFolder implements AutoCloseable {

    private final Path path;
    private boolean unneeded;
    private volatile boolean kept;

    private WorkFolder(Path path) {
        this.path = path;
    }

    /// A new one, where this process writes its log, too.
    public static WorkFolder made() throws IOException {
        var folder = new WorkFolder(Files.createTempDirectory("parley-bench"));
        Ending.takes(folder);
        Logging.toFile(folder.path);
        return folder;
    }

    public Path path() {
        return path;
    }

    /// Nothing in it is needed any more.
    public void done() {
        unneeded = true;
    }

    @Override
    public void close() {
        if (!Ending.isUnderWay()) {
            kept = !unneeded;
            leave();
        }
    }

    /// Deletes it unless it is kept.
    void leave() {
        if (kept || !Files.exists(path)) {
            return;
        }
        try (var files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " could not be deleted", e);
        }
    }
}
