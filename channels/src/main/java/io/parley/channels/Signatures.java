package io.parley.channels;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What signatures of webhooks are made of.
public final class Signatures {

    private Signatures() {}

    /// HMAC-SHA256 over the pieces joined, in lower-case hex.
    public static String hmacSha256(String secret, List<byte[]> pieces) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            pieces.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256, and the secret is not empty", e);
        }
    }

    /// Whether two texts are the same, in a time that tells nothing about where they differ.
    public static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether a signature's time is at most so far from now, in either direction.
    ///
    /// @param seconds since 1970, in digits; anything else is not fresh
    public static boolean isFresh(String seconds, Instant now, Duration tolerance) {
        return seconds.matches("\\d{1,11}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now)
                                .abs()
                                .compareTo(tolerance)
                        <= 0;
    }
}
