package io.parley.channels;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// A picture that an entry carries in itself (a `data:` URL, RFC 2397): it has no public address, so it is uploaded.
@SuppressWarnings("ArrayRecordComponent")
public record Picture(String mediaType, byte[] bytes) {

    private static final Pattern FORM = Pattern.compile("data:(image/(?:jpeg|png));base64,([A-Za-z0-9+/=]+)");

    /// Reads it.
    ///
    /// @return empty where it is none, or of a kind that not every provider shows
    public static Optional<Picture> parse(String url) {
        var form = FORM.matcher(url);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Picture(form.group(1), Base64.getDecoder().decode(form.group(2))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A file name with the ending that its type has.
    public String fileName() {
        return mediaType.equals("image/png") ? "picture.png" : "picture.jpg";
    }
}
