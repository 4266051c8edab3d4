package io.parley.schemas;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One person on one channel account of one tenant: the unit of order, of routing and of erasure.
///
/// Written `<tenant>:<channel account>:<external id>[:<thread>]`, each segment percent-encoded (UTF-8, upper-case hex)
/// outside `[A-Za-z0-9._~-]`, so that two different persons never share a key.
public record ClientId(
        String tenant,
        String account,
        String externalId,
        @Nullable String threadId) {

    private static final Pattern SEGMENT = Pattern.compile("(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+");

    public ClientId {
        Stream.of(tenant, account, externalId).forEach(ClientId::requireNotEmpty);
        if (threadId != null) {
            requireNotEmpty(threadId);
        }
    }

    public static ClientId of(String tenant, String account, String externalId) {
        return new ClientId(tenant, account, externalId, null);
    }

    /// Reads the written form.
    ///
    /// @throws IllegalArgumentException when the text is not a client id in its one written form
    public static ClientId parse(String text) {
        var segments = List.of(text.split(":", -1));
        if (segments.size() < 3
                || segments.size() > 4
                || !segments.stream().allMatch(s -> SEGMENT.matcher(s).matches())) {
            throw new IllegalArgumentException("not a client id");
        }
        var parts = segments.stream().map(ClientId::decode).toList();
        var parsed = new ClientId(parts.get(0), parts.get(1), parts.get(2), parts.size() == 4 ? parts.get(3) : null);
        if (!parsed.toString().equals(text)) {
            throw new IllegalArgumentException("not a client id in its one written form");
        }
        return parsed;
    }

    public Optional<String> thread() {
        return Optional.ofNullable(threadId);
    }

    /// The written form, which is the key of every client topic.
    @Override
    public String toString() {
        var text = encode(tenant) + ":" + encode(account) + ":" + encode(externalId);
        return threadId == null ? text : text + ":" + encode(threadId);
    }

    private static void requireNotEmpty(String segment) {
        if (segment.isEmpty()) {
            throw new IllegalArgumentException("a segment of a client id is empty");
        }
    }

    private static String encode(String segment) {
        var text = new StringBuilder(segment.length() + 8);
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) (b & 0xff))) {
                text.append((char) b);
            } else {
                text.append('%').append(String.format("%02X", b & 0xff));
            }
        }
        return text.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._~-".indexOf(c) >= 0;
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment, StandardCharsets.UTF_8);
    }
}
