package io.parley.agent.media;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a file is, by its first bytes; providers and senders only claim it.
final class FileType {

    private record Magic(int at, String bytes, String mediaType) {}

    /// Bytes as ISO 8859-1.
    private static final List<Magic> MAGICS = List.of(
            new Magic(0, "\u00ff\u00d8\u00ff", "image/jpeg"),
            new Magic(0, "\u0089PNG\r\n\u001a\n", "image/png"),
            new Magic(0, "GIF8", "image/gif"),
            new Magic(8, "WEBP", "image/webp"),
            new Magic(8, "WAVE", "audio/wav"),
            new Magic(8, "AVI ", "video/x-msvideo"),
            new Magic(0, "OggS", "audio/ogg"),
            new Magic(0, "ID3", "audio/mpeg"),
            new Magic(0, "fLaC", "audio/flac"),
            new Magic(0, "#!AMR", "audio/amr"),
            new Magic(0, "\u001aE\u00df\u00a3", "video/webm"),
            new Magic(4, "ftypM4", "audio/mp4"),
            new Magic(4, "ftyphei", "image/heic"),
            new Magic(4, "ftypmif1", "image/heic"),
            new Magic(4, "ftypavif", "image/avif"),
            new Magic(4, "ftypqt", "video/quicktime"),
            new Magic(4, "ftyp3g", "video/3gpp"),
            new Magic(4, "ftyp", "video/mp4"),
            new Magic(0, "%PDF-", "application/pdf"),
            new Magic(0, "PK\u0003\u0004", "application/zip"),
            new Magic(0, "\u001f\u008b", "application/gzip"));

    private FileType() {}

    /// The type of a file that was sent as this kind; empty when it is no such thing, for instance a page that says
    /// what went wrong.
    ///
    /// @param claimed type, as the sender or its server says
    static Optional<String> of(byte[] content, String kind, String claimed) {
        var found = sniff(content);
        return switch (kind) {
            case "image" -> found.filter(type -> type.startsWith("image/"));
            case "sticker" ->
                found.filter(type ->
                        type.startsWith("image/") || type.equals("video/webm") || type.equals("application/gzip"));
            case "voice", "audio" -> found.flatMap(FileType::sound);
            case "video" -> found.filter(type -> type.startsWith("video/") || type.equals("audio/mp4"));
            default ->
                found.filter(type -> !type.equals("text/html") || claimed.equals(type))
                        .or(() -> found.isPresent() ? Optional.empty() : Optional.of(claimed));
        };
    }

    /// The containers MP4 and WebM are the same for pictures and sound.
    private static Optional<String> sound(String type) {
        return switch (type) {
            case "video/mp4", "video/webm", "video/3gpp" -> Optional.of(type.replace("video/", "audio/"));
            default -> Optional.of(type).filter(some -> some.startsWith("audio/"));
        };
    }

    private static Optional<String> sniff(byte[] content) {
        var head = new String(content, 0, Math.min(content.length, 64), StandardCharsets.ISO_8859_1);
        if (head.strip().toLowerCase(Locale.ROOT).matches("(?s)<(!doctype html|html).*")) {
            return Optional.of("text/html");
        }
        return MAGICS.stream()
                .filter(magic -> head.startsWith(magic.bytes(), magic.at()))
                .map(Magic::mediaType)
                .findFirst()
                .or(() -> mpeg(content));
    }

    /// Frames of MPEG audio begin with eleven set bits; then two bits of version and two of layer, in which layer 0 is
    /// AAC (ISO/IEC 11172-3, 2.4.1.3; 13818-7, 6.2).
    private static Optional<String> mpeg(byte[] content) {
        if (content.length < 2 || (content[0] & 0xff) != 0xff || (content[1] & 0xe0) != 0xe0) {
            return Optional.empty();
        }
        return Optional.of((content[1] & 0x06) == 0 ? "audio/aac" : "audio/mpeg");
    }
}
