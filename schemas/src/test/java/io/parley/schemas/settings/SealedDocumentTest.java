package io.parley.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

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
    void a_secret_is_known_by_its_name_whatever_the_channel() {
        var names = List.of("bot-token", "access-tokens", "secret", "secrets", "signing-secret", "api-key", "password");
        var open = List.of("jwks-url", "phone-number", "tokens-per-day", "callback-url", "keyboard", "template");
        var document = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> document.put(name, "hidden " + name));
        open.forEach(name -> document.put(name, "shown " + name));
        var sealed = JSON.readTree(SealedDocument.seal(sealer, "shoes", document));
        assertThat(names)
                .allSatisfy(name -> assertThat(
                                SecretSealer.isSealed(sealed.path(name).stringValue()))
                        .as(name)
                        .isTrue());
        assertThat(open)
                .allSatisfy(name -> assertThat(sealed.path(name).stringValue()).isEqualTo("shown " + name));
    }

    @Test
    void what_people_see_has_no_secret_and_becomes_whole_again() {
        var masked = SealedDocument.masked(DOCUMENT);
        assertThat(masked.toString())
                .doesNotContain("first-secret", "123:abc", "sk-1")
                .contains("Sell shoes.", "\"api-key\":\"********\"", "[\"********0\",\"\"]");
        assertThat(SealedDocument.unmasked(masked, DOCUMENT)).isEqualTo(DOCUMENT);
    }

    @Test
    void a_masked_secret_stays_what_it_was_wherever_its_list_or_channel_moves() {
        // given
        var before = JSON.readTree("""
                {"channels": [{"id": "a", "jwt": {"secrets": ["old", "new"]}}, {"id": "b", "bot-token": "123"}]}""");
        var after = JSON.readTree("""
                {"channels": [{"id": "b", "bot-token": "********"}, {"id": "a", "jwt": {"secrets": ["********1", "fresh"]}}]}""");
        // then
        assertThat(SealedDocument.unmasked(after, before)).isEqualTo(JSON.readTree("""
                {"channels": [{"id": "b", "bot-token": "123"}, {"id": "a", "jwt": {"secrets": ["new", "fresh"]}}]}"""));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SealedDocument.unmasked(JSON.readTree("{\"agent\": {\"api-key\": \"********\"}}"), before))
                .withMessage("agent/api-key: there is no secret to keep");
    }

    @Test
    void a_document_that_was_sealed_when_fewer_names_were_secret_is_read_as_it_was() throws Exception {
        var older = "{\"id\":\"shoes\",\"channels\":[{\"id\":\"a\",\"bot-token\":\"%s\",\"some-key\":\"in clear\"}]}"
                .formatted(sealer.seal("shoes", "channels/a/bot-token", "123:abc"));
        var channel =
                SealedDocument.open(sealer, "shoes", older).path("channels").get(0);
        assertThat(channel.path("bot-token").asString()).isEqualTo("123:abc");
        assertThat(channel.path("some-key").asString()).isEqualTo("in clear");
    }

    @Test
    void whoever_must_not_see_secrets_gets_the_document_without_them() {
        var sealed = SealedDocument.seal(sealer, "shoes", DOCUMENT);
        assertThat(SealedDocument.withoutSecrets(sealed))
                .doesNotContain("sealed:")
                .contains("\"bot-token\":\"\"", "Sell shoes.", "30s");
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
