package io.parley.sandbox.ycloud;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How YCloud signs an event: HMAC-SHA256 with the endpoint's secret, its `whsec_` included, over the time, a dot and
/// the
/// bytes of the body (YCloud API reference, implement a webhook receiver).
final class YCloudSignature {

    private YCloudSignature() {}

    static Map<String, String> headers(String secret, Instant now, byte[] body) {
        var time = String.valueOf(now.getEpochSecond());
        return Map.of(
                "Content-Type", "application/json", "YCloud-Signature", "t=" + time + ",s=" + hex(secret, time, body));
    }

    private static String hex(String secret, String time, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
