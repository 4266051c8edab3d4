package io.parley.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SealedDocumentTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DOCUMENT = JSON.readTree("""
            {"id": "shoes", "enabled": true, "channels": [
              {"id": "shoes-web", "kind": "web", "jwt": {"secrets": ["first-secret", ""], "leeway": "30s"}},
              {"id": "shoes-telegram", "bot-token": "123:abc"}],
             "agent": {"api-key": "sk-1", "system-prompt": "Sell shoes."}}""");

    private final SecretSealer sealer = SecretSealer.of(SecretSealer.newKeyset());

    @Test
    void secrets_are_unreadable_in_the_sealed_document_and_whole_in_the_opened_one() throws Exception {
        var sealed = SealedDocument.seal(sealer, "shoes", DOCUMENT);
        assertThat(sealed).doesNotContain("first-secret", "123:abc", "sk-1").contains("Sell shoes.", "30s");
        assertThat(SealedDocument.open(sealer, "shoes", sealed)).isEqualTo(DOCUMENT);
    }

    @Test
    void a_sealed_secret_cannot_be_moved_to_another_tenant_or_field() {
        var sealed = SealedDocument.seal(sealer, "shoes", DOCUMENT);
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> SealedDocument.open(sealer, "lab", sealed));
        var moved = sealed.replace("shoes-telegram", "other-telegram");
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> SealedDocument.open(sealer, "shoes", moved));
    }

    @Test
    void a_keyset_that_is_none_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretSealer.of("{}"))
                .withMessageContaining("PARLEY_SECRETS_KEYSET");
    }
}
