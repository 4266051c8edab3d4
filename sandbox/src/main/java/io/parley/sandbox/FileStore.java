package io.parley.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files that people and agents have sent, the latest 64 MB of them.
public final class FileStore {

    private static final long MOST_BYTES = 64L << 20;

    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private long bytes;
    private long last;

    /// A file.
    ///
    /// @param content not to be changed
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record StoredFile(
            String id,
            byte[] content,
            String mediaType,
            @Nullable String name) {}

    FileStore() {}

    /// Keeps a file under a new id.
    public synchronized StoredFile keep(byte[] content, String mediaType, @Nullable String name) {
        StoredFile file = new StoredFile("f" + ++last, content, mediaType, name);
        files.put(file.id(), file);
        bytes += content.length;
        while (bytes > MOST_BYTES && files.size() > 1) {
            StoredFile oldest = files.remove(files.keySet().iterator().next());
            bytes -= oldest == null ? 0 : oldest.content().length;
        }
        return file;
    }

    public synchronized Optional<StoredFile> find(String id) {
        return Optional.ofNullable(files.get(id));
    }

    /// How a phone shows it.
    public static Message.Attached attached(StoredFile file) {
        return new Message.Attached("/sandbox/files/" + file.id(), file.mediaType(), file.name());
    }

    synchronized void clear() {
        files.clear();
        bytes = 0;
    }
}
