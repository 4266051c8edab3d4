package io.parley.schemas.settings;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/// Seals secrets before they reach a topic: Tink AES-256-GCM, with tenant and field as associated data, so that a
/// sealed
/// value can't be moved to another tenant or field.
public final class SecretSealer {

    private static final String PREFIX = "sealed:v1:";

    private final Aead aead;

    private SecretSealer(KeysetHandle keyset) throws GeneralSecurityException {
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /// Reads `PARLEY_SECRETS_KEYSET`.
    ///
    /// @param keysetJson a Tink keyset in JSON
    /// @throws IllegalArgumentException when it is not one
    public static SecretSealer of(String keysetJson) {
        try {
            AeadConfig.register();
            return new SecretSealer(TinkJsonProtoKeysetFormat.parseKeyset(keysetJson, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("PARLEY_SECRETS_KEYSET is not a Tink AEAD keyset in JSON", e);
        }
    }

    /// Makes a new keyset in the form of `PARLEY_SECRETS_KEYSET`.
    public static String newKeyset() {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a keyset", e);
        }
    }

    static boolean isSealed(String text) {
        return text.startsWith(PREFIX);
    }

    String seal(String tenant, String field, String secret) {
        try {
            var sealed = aead.encrypt(secret.getBytes(StandardCharsets.UTF_8), associated(tenant, field));
            return PREFIX + Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal " + field + " of tenant " + tenant, e);
        }
    }

    /// Opens what [#seal] made for the same tenant and field.
    ///
    /// @throws GeneralSecurityException when the keyset is another, or the value was made for another place
    String open(String tenant, String field, String sealed) throws GeneralSecurityException {
        var bytes = Base64.getDecoder().decode(sealed.substring(PREFIX.length()));
        return new String(aead.decrypt(bytes, associated(tenant, field)), StandardCharsets.UTF_8);
    }

    private static byte[] associated(String tenant, String field) {
        return (tenant + "\n" + field).getBytes(StandardCharsets.UTF_8);
    }
}
