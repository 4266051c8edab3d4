package io.parley.agent.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// [MediaStore] in a folder. A file is written under another name, forced to the disk and then renamed: under its hash
/// it is whole or not there.
final class FileMediaStore implements MediaStore {

    private final Path folder;

    FileMediaStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public void put(String hash, byte[] content, String mediaType) {
        var target = folder.resolve(MediaStore.path(hash));
        try {
            if (Files.exists(target)) {
                return;
            }
            Files.createDirectories(target.getParent());
            var written = Files.createTempFile(target.getParent(), ".", ".part");
            try {
                write(written, content);
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new MediaStoreAway(e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    @Override
    public Optional<byte[]> get(String hash) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(MediaStore.path(hash))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new MediaStoreAway(e);
        }
    }
}
