package io.parley.sandbox.graph;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How Meta signs a webhook: HMAC-SHA256 over the bytes of the body with the application's secret (Graph API, webhooks,
/// "validating payloads"), and the same with SHA-1 for old applications.
final class GraphSignature {

    private GraphSignature() {}

    static Map<String, String> headers(String secret, byte[] body) {
        return Map.of(
                "Content-Type",
                "application/json",
                "User-Agent",
                "facebookexternalua",
                "X-Hub-Signature",
                "sha1=" + hex("HmacSHA1", secret, body),
                "X-Hub-Signature-256",
                "sha256=" + hex("HmacSHA256", secret, body));
    }

    private static String hex(String algorithm, String secret, byte[] body) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
