package io.parley.agent.settings;

import static io.parley.agent.settings.Rule.flag;
import static io.parley.agent.settings.Rule.list;
import static io.parley.agent.settings.Rule.mapOf;
import static io.parley.agent.settings.Rule.number;
import static io.parley.agent.settings.Rule.object;
import static io.parley.agent.settings.Rule.oneOf;
import static io.parley.agent.settings.Rule.text;
import static io.parley.agent.settings.Rule.time;
import static io.parley.agent.settings.Rule.timeZone;
import static io.parley.agent.settings.Rule.whole;
import static java.util.Map.entry;

import io.parley.channels.Channel;
import io.parley.channels.Channels;
import io.parley.channels.Field;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a tenant's entry in the tenants file may say, field by field.
final class TenantRules {

    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}(-[A-Z]{2})?");
    private static final Pattern EMAIL =
            Pattern.compile("([^\\s@,;<>]+@[^\\s@,;<>]+(\\s*,\\s*[^\\s@,;<>]+@[^\\s@,;<>]+)*)?");
    private static final Pattern ADDRESS = Pattern.compile("(https?://\\S+)?");
    private static final Pattern MCP_SERVER = Pattern.compile("[A-Za-z0-9_-]{1,32}");
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

    private static final Map<String, Rule> WEB = Map.of(
            "guests", oneOf("open", "token", "none"),
            "allowed-origins", list(text()),
            "jwt", JWT);

    private static final Rule BUDGET =
            object(Map.of("tokens-per-day", whole(0, Long.MAX_VALUE), "money-per-day", number(0, 1e9)));
    private static final Rule HANDOFF = object(Map.of(
            "silence", time(),
            "sliding", flag(),
            "email", text(EMAIL, "an e-mail address, or several with commas"),
            "message", text()));

    private static final Rule AGENDA = object(Map.of(
            "open", OpeningHours.rule(),
            "slot", time(Duration.ofMinutes(5), Duration.ofDays(1)),
            "resources", whole(1, 100),
            "ahead", time(Duration.ofDays(1), Duration.ofDays(730))));

    private static final Rule AGENT = object(Map.ofEntries(
            entry("system-prompt", text()),
            entry("model", text()),
            entry("base-url", text(ADDRESS, WEB_ADDRESS)),
            entry("api-key", text()),
            entry("temperature", number(0, 2)),
            entry("fallback-model", text()),
            entry("transcription-model", text()),
            entry("vision", flag()),
            entry("max-steps", whole(1, 100)),
            entry("max-turn-tokens", whole(1_000, 1_000_000_000)),
            entry("turn-timeout", time()),
            entry("memory-messages", whole(0, 1000)),
            entry("agenda", AGENDA),
            entry("tools", list(oneOf("products", "orders", "appointments", "knowledge", "handoff"))),
            entry("mcp-servers", list(mcpServer())),
            entry("on-new-message", oneOf("interrupt", "queue", "steer")),
            entry(
                    "catalogue",
                    object(Map.of("kind", oneOf("local", "tiendanube"), "store-id", text(), "access-token", text()))),
            entry("knowledge", object(Map.of("vector", flag(), "embedding-model", text()))),
            entry("canary", object(Map.of("share", number(0, 1), "system-prompt", text())))));

    /// Reached by its URL or started by its command.
    private static Rule mcpServer() {
        var fields = object(
                Map.of(
                        "name", text(MCP_SERVER, "1 to 32 of letters, digits, - and _"),
                        "url", text(ADDRESS, WEB_ADDRESS),
                        "token", text(),
                        "command", list(text()),
                        "env", mapOf(text()),
                        "timeout", time()),
                Set.of("name"));
        return (value, place) -> {
            var server = fields.check(value, place);
            if (server.path("url").asString("").isBlank()
                    == server.path("command").isEmpty()) {
                throw new InvalidTenantsFile(place, "must have either 'url' or 'command'");
            }
            return server;
        };
    }

    /// The whole entry.
    static Rule tenantEntry(Channels channels) {
        return object(
                Map.ofEntries(
                        entry("id", text(TENANT, "1 to 40 of lower-case letters, digits and -")),
                        entry("name", text()),
                        entry("language", text(LANGUAGE, "a language such as es or pt-BR")),
                        entry("time-zone", timeZone()),
                        entry("channels", list(channelEntry(channels))),
                        entry("agent", AGENT),
                        entry("burst", BURST),
                        entry("budget", BUDGET),
                        entry("handoff", HANDOFF),
                        entry("limits", LIMITS),
                        entry("on-unknown", oneOf("resend", "ask")),
                        entry("enabled", flag())),
                Set.of("id", "channels"));
    }

    /// What an account may say depends on its kind. One that is not known here is served by a consumer outside Parley,
    /// which alone knows its fields.
    private static Rule channelEntry(Channels channels) {
        return (value, place) -> {
            var kind = value.path("kind").asString("");
            var own =
                    kind.equals("web") ? Optional.of(WEB) : channels.find(kind).map(TenantRules::own);
            return object(Rule.fields(ANY_CHANNEL, own.orElseGet(() -> anything(value))), Set.of("id", "kind"))
                    .check(value, place);
        };
    }

    private static Map<String, Rule> own(Channel channel) {
        return channel.fields().stream().collect(Collectors.toMap(Field::name, field -> switch (field.form()) {
            case TEXT -> text();
            case URL -> text(ADDRESS, WEB_ADDRESS);
            case FLAG -> flag();
        }));
    }

    private static Map<String, Rule> anything(JsonNode account) {
        return account.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !ANY_CHANNEL.containsKey(name))
                .collect(Collectors.toMap(name -> name, name -> Rule.anything()));
    }

    private TenantRules() {}
}
