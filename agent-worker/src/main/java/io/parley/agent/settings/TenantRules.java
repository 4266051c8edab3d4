package io.parley.agent.settings;

import static io.parley.agent.settings.Rule.flag;
import static io.parley.agent.settings.Rule.list;
import static io.parley.agent.settings.Rule.mapOf;
import static io.parley.agent.settings.Rule.number;
import static io.parley.agent.settings.Rule.object;
import static io.parley.agent.settings.Rule.oneOf;
import static io.parley.agent.settings.Rule.text;
import static io.parley.agent.settings.Rule.time;
import static io.parley.agent.settings.Rule.whole;
import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a tenant's entry in the tenants file may say, field by field.
final class TenantRules {

    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}(-[A-Z]{2})?");
    private static final Pattern ADDRESS = Pattern.compile("(https?://\\S+)?");
    private static final String WEB_ADDRESS = "an address that begins with http:// or https://";

    private static final Rule BURST = object(Map.of("quiet", time(), "cap", time()));
    private static final Rule LIMITS = mapOf(whole(0, 1_000_000_000));

    private static final Map<String, Rule> ANY_CHANNEL = Map.of(
            "id", text(CHANNEL, "1 to 64 of letters, digits and ._~-"),
            "kind", text(KIND, "the name of a kind of channel, such as web or telegram"),
            "burst", BURST,
            "on-unknown", oneOf("resend", "ask"),
            "limits", LIMITS,
            "enabled", flag());

    private static final Rule JWT = object(Map.of(
            "secrets", list(text()),
            "jwks-url", text(ADDRESS, WEB_ADDRESS),
            "issuer", text(),
            "audience", text(),
            "leeway", time()));

    /// Kind → its own fields. A kind that is not named here belongs to a channel added later; its fields are its own.
    private static final Map<String, Map<String, Rule>> CHANNELS = Map.of(
            "web",
            Map.of(
                    "guests", oneOf("open", "token", "none"),
                    "allowed-origins", list(text()),
                    "jwt", JWT),
            "telegram",
            Map.of("bot-token", text(), "webhook-secret", text()),
            "whatsapp",
            Map.of(
                    "phone-number-id", text(),
                    "access-token", text(),
                    "app-secret", text(),
                    "verify-token", text(),
                    "template", text()),
            "ycloud",
            Map.of("phone-number", text(), "api-key", text(), "webhook-secret", text(), "template", text()),
            "http",
            Map.of("secret", text(), "callback-url", text(ADDRESS, WEB_ADDRESS)));

    private static final Rule CHANNEL_ENTRY = (value, place) -> {
        var kind = value.path("kind").asString("");
        var own = CHANNELS.get(kind);
        var required = Set.of("id", "kind");
        if (own == null && value.isObject()) {
            var own2 = Rule.anything();
            var fields = new java.util.HashMap<>(ANY_CHANNEL);
            value.properties().forEach(field -> fields.putIfAbsent(field.getKey(), own2));
            return object(fields, required).check(value, place);
        }
        return object(Rule.fields(ANY_CHANNEL, own == null ? Map.of() : own), required)
                .check(value, place);
    };

    private static final Rule AGENT = object(Map.ofEntries(
            entry("system-prompt", text()),
            entry("model", text()),
            entry("base-url", text(ADDRESS, WEB_ADDRESS)),
            entry("api-key", text()),
            entry("temperature", number(0, 2)),
            entry("fallback-model", text()),
            entry("transcription-model", text()),
            entry("max-steps", whole(1, 100)),
            entry("turn-timeout", time()),
            entry("memory-messages", whole(0, 1000)),
            entry("tools", list(oneOf("products", "orders", "appointments", "knowledge", "handoff"))),
            entry(
                    "mcp-servers",
                    list(object(
                            Map.of("name", text(), "url", text(ADDRESS, WEB_ADDRESS), "command", list(text())),
                            Set.of("name")))),
            entry("on-new-message", oneOf("interrupt", "queue", "steer")),
            entry(
                    "catalogue",
                    object(Map.of("kind", oneOf("local", "tiendanube"), "store-id", text(), "access-token", text()))),
            entry("canary", object(Map.of("share", number(0, 1), "system-prompt", text())))));

    /// The whole entry.
    static final Rule TENANT_ENTRY = object(
            Map.ofEntries(
                    entry("id", text(TENANT, "1 to 40 of lower-case letters, digits and -")),
                    entry("name", text()),
                    entry("language", text(LANGUAGE, "a language such as es or pt-BR")),
                    entry("channels", list(CHANNEL_ENTRY)),
                    entry("agent", AGENT),
                    entry("burst", BURST),
                    entry(
                            "budget",
                            object(Map.of(
                                    "tokens-per-day", whole(0, Long.MAX_VALUE), "money-per-day", number(0, 1e9)))),
                    entry(
                            "handoff",
                            object(Map.of("silence", time(), "sliding", flag(), "email", text(), "message", text()))),
                    entry("limits", LIMITS),
                    entry("on-unknown", oneOf("resend", "ask")),
                    entry("enabled", flag())),
            Set.of("id", "channels"));

    private TenantRules() {}
}
