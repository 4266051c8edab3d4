package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.FileStore;
import io.parley.sandbox.FileStore.StoredFile;
import io.parley.sandbox.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Files by their `file_id`, which is good for one bot only (Telegram Bot API, Sending files and getFile).
final class TelegramFiles {

    /// Bots can download files of up to 20 MB (Telegram Bot API, getFile).
    private static final long MOST_DOWNLOAD = 20L << 20;

    private static final String PREFIX = "AgAC";
    private static final Map<String, String> FOLDERS = Map.of(
            "photo", "photos",
            "voice", "voice",
            "audio", "music",
            "video", "videos",
            "document", "documents",
            "sticker", "stickers");
    private static final Map<String, String> ENDINGS = Map.of(
            "photo", "jpg", "voice", "oga", "audio", "mp3", "video", "mp4", "document", "pdf", "sticker", "webp");

    private final FileStore store;

    TelegramFiles(FileStore store) {
        this.store = store;
    }

    private record Known(String account, String stored, long size, String kind) {}

    /// The id of a file for a bot.
    static String id(Account account, StoredFile file, long size, String kind) {
        String plain = String.join("|", account.id(), file.id(), String.valueOf(size), kind);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /// The fields that every kind of file has.
    static ObjectNode describe(Account account, StoredFile file, long size, String kind) {
        return Json.object()
                .put("file_id", id(account, file, size, kind))
                .put("file_unique_id", "AQAD" + file.id())
                .put("file_size", size);
    }

    /// Answers getFile.
    ObjectNode locate(Account account, String fileId) {
        Known known = known(account, fileId);
        if (known.size() > MOST_DOWNLOAD) {
            throw TelegramError.badRequest("file is too big");
        }
        String path = FOLDERS.getOrDefault(known.kind(), "documents") + "/" + known.stored() + "."
                + ENDINGS.getOrDefault(known.kind(), "bin");
        return Json.object()
                .put("file_id", fileId)
                .put("file_unique_id", "AQAD" + known.stored())
                .put("file_size", known.size())
                .put("file_path", path);
    }

    /// A file that this bot may send again by its id.
    StoredFile sendAgain(Account account, String fileId) {
        return find(known(account, fileId).stored())
                .orElseThrow(() -> TelegramError.badRequest("wrong file_id or the file is temporarily unavailable"));
    }

    /// What is at the path that getFile gave.
    Optional<StoredFile> at(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int ending = name.indexOf('.');
        return find(ending < 0 ? name : name.substring(0, ending).toLowerCase(Locale.ROOT));
    }

    private Optional<StoredFile> find(String stored) {
        return store.find(stored);
    }

    private static Known known(Account account, String fileId) {
        if (!fileId.startsWith(PREFIX)) {
            throw TelegramError.badRequest("invalid file_id");
        }
        try {
            byte[] plain = Base64.getUrlDecoder().decode(fileId.substring(PREFIX.length()));
            String[] parts = new String(plain, StandardCharsets.UTF_8).split("\\|", 4);
            Known known = new Known(parts[0], parts[1], Long.parseLong(parts[2]), parts[3]);
            if (!known.account().equals(account.id())) {
                throw TelegramError.badRequest("wrong file_id or the file is temporarily unavailable");
            }
            return known;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw TelegramError.badRequest("invalid file_id");
        }
    }
}
