package io.parley.ingress.webhooks.simulate;

import io.parley.schemas.ClientId;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.settings.TenantDocument;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Decides which record a simulated message becomes.
final class Simulation {

    private static final int MAX_TEXT = 8_000;
    private static final int MAX_ID = 128;

    /// What a simulated message comes to.
    sealed interface Ending {

        /// To be written to Kafka.
        record Written(IncomingMessage message) implements Ending {}

        /// Nothing to write.
        ///
        /// @param status 400 or 404
        record Refused(int status, String reason) implements Ending {}
    }

    private final Supplier<List<TenantDocument>> tenants;
    private final Supplier<String> newId;
    private final Clock clock;

    Simulation(Supplier<List<TenantDocument>> tenants, Supplier<String> newId, Clock clock) {
        this.tenants = tenants;
        this.newId = newId;
        this.clock = clock;
    }

    Ending decide(SimulatedMessage said) {
        var platform = said.platform();
        var user = said.user_id();
        var text = said.text();
        if (platform == null || user == null || user.isEmpty() || user.length() > MAX_ID || hasNul(user)) {
            return new Ending.Refused(400, "platform and a user_id of 1 to 128 characters are needed");
        }
        if (text == null || text.isEmpty() || text.codePointCount(0, text.length()) > MAX_TEXT || hasNul(text)) {
            return new Ending.Refused(400, "a text of 1 to 8,000 characters is needed");
        }
        return tenant(said.tenant_id())
                .flatMap(tenant -> account(tenant, platform)
                        .<Ending>map(account -> new Ending.Written(record(said, tenant, account, platform, user))))
                .orElseGet(() -> new Ending.Refused(404, "no such tenant, or it has no channel of this kind"));
    }

    private static boolean hasNul(String text) {
        return text.indexOf(0) >= 0;
    }

    /// The tenant named, or the first that is enabled.
    private Optional<TenantDocument> tenant(@Nullable String id) {
        return tenants.get().stream()
                .filter(tenant ->
                        id == null ? tenant.enabled() : tenant.tenant().equals(id))
                .findFirst();
    }

    private static Optional<String> account(TenantDocument tenant, String platform) {
        return tenant.document()
                .path("channels")
                .valueStream()
                .filter(channel -> channel.path("kind").asString("").equals(platform))
                .map(channel -> channel.path("id"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .findFirst();
    }

    private IncomingMessage record(
            SimulatedMessage said, TenantDocument tenant, String account, String platform, String user) {
        var external = platform.equals("web") ? "g." + user : user;
        var clientId = ClientId.of(tenant.tenant(), account, external).toString();
        var eventId = Optional.ofNullable(said.message_id())
                .filter(id -> !id.isEmpty() && id.length() <= MAX_ID && !hasNul(id))
                .orElseGet(newId);
        return IncomingMessage.newBuilder()
                .setMessageId(Ids.messageId(clientId, IncomingKind.MESSAGE.name(), eventId))
                .setClientId(clientId)
                .setTenant(tenant.tenant())
                .setChannel(platform)
                .setChannelAccount(account)
                .setKind(IncomingKind.MESSAGE)
                .setProviderEventId(eventId)
                .setText(said.text())
                .setUserName(said.user_name())
                .setOccurredAt(clock.instant())
                .build();
    }
}
