package io.parley.schemas;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names a client in log lines: a keyed hash, the same in every service, so that lines of one client can be found
/// together by who knows the key, and nobody's id stands in a log.
public final class ClientHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /// @param secret shared by the services, so that they name a client alike
    public ClientHash(String secret) {
        this.key =
                new SecretKeySpec((secret.isEmpty() ? "parley" : secret).getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    public String of(String clientId) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(clientId.getBytes(StandardCharsets.UTF_8)), 0, 6);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
