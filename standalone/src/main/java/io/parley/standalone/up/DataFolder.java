package io.parley.standalone.up;

import io.parley.standalone.process.Failure;
import io.parley.standalone.process.Preflight;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder with everything that survives a restart. It belongs to one running Parley at a time.
///
/// `kafka`, `postgres` and `streams` hold data, `secrets` what only its owner may read, `logs` the log files,
/// `binaries` PostgreSQL's programs (the only part that `--fresh` keeps).
final class DataFolder implements AutoCloseable {

    private static final Set<StandardOpenOption> CREATE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    private static final Set<String> NOT_DATA = Set.of("lock", "binaries");

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Takes the folder for this process.
    ///
    /// @throws Failure when it is not writable, its disk is full, or another process has it
    static DataFolder open(Path root) throws IOException {
        Preflight.directory(root).ifPresent(complaint -> {
            throw new Failure(complaint);
        });
        FileChannel lock = FileChannel.open(root.resolve("lock"), CREATE);
        if (tryLock(lock) == null) {
            lock.close();
            throw new Failure("the folder %s is in use by another Parley: stop that one, or choose another with --data"
                    .formatted(root));
        }
        return new DataFolder(root.toAbsolutePath().normalize(), lock);
    }

    Path path(String first, String... more) {
        return root.resolve(Path.of(first, more));
    }

    /// Removes all data, as if Parley had never run here.
    void clear() throws IOException {
        List<Path> data;
        try (Stream<Path> children = Files.list(root)) {
            data = children.filter(
                            child -> !NOT_DATA.contains(child.getFileName().toString()))
                    .toList();
        }
        for (Path child : data) {
            remove(child);
        }
    }

    /// A secret that is made once and kept where only its owner can read it.
    String secret(String name, Supplier<String> maker) throws IOException {
        Path file = path("secrets", name);
        if (!Files.exists(file)) {
            Files.createDirectories(path("secrets"));
            Files.setPosixFilePermissions(path("secrets"), PosixFilePermissions.fromString("rwx------"));
            Path unfinished = path("secrets", name + ".unfinished");
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(unfinished, maker.get());
            Files.move(unfinished, file);
        }
        return Files.readString(file).strip();
    }

    /// Lets another process have the folder.
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
