package io.parley.agent.settings;

import io.parley.schemas.settings.TenantDocument;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a turn must know of its tenant: one version of the settings, defaults filled in.
public final class AgentSettings {

    private static final Duration QUIET_WEB = Duration.ofMillis(300);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration CAP = Duration.ofSeconds(8);

    private final TenantDocument tenant;
    private final JsonNode document;
    private final JsonNode agent;
    private final boolean onTrial;

    public AgentSettings(TenantDocument tenant) {
        this(tenant, false);
    }

    private AgentSettings(TenantDocument tenant, boolean onTrial) {
        this.tenant = tenant;
        this.document = tenant.document();
        this.agent = document.path("agent");
        this.onTrial = onTrial;
    }

    /// These settings with the prompt that is being tried; the same where none is.
    AgentSettings canary() {
        return Canary.of(agent).isPresent() ? new AgentSettings(tenant, true) : this;
    }

    /// These settings as they hold for the client: with the prompt that is being tried if it is among those who try
    /// it.
    AgentSettings of(String clientId) {
        return Canary.of(agent).filter(canary -> canary.includes(clientId)).isPresent() ? canary() : this;
    }

    /// These settings as a turn of that version had them.
    public AgentSettings as(String version) {
        return Canary.isMarked(version) ? canary() : this;
    }

    /// The version of the document of which a turn's version speaks.
    public static String document(String version) {
        return Canary.unmarked(version);
    }

    /// The same with another prompt, to see what it would change.
    public AgentSettings withSystemPrompt(String prompt) {
        var changed = JsonNodeFactory.instance.objectNode();
        document.properties().forEach(field -> changed.set(field.getKey(), field.getValue()));
        var agentChanged = JsonNodeFactory.instance.objectNode();
        agent.properties().forEach(field -> agentChanged.set(field.getKey(), field.getValue()));
        agentChanged.put("system-prompt", prompt);
        if (onTrial) {
            agentChanged.putObject("canary").put("share", 1).put("system-prompt", prompt);
        }
        changed.set("agent", agentChanged);
        return new AgentSettings(
                new TenantDocument(tenant.tenant(), tenant.version(), tenant.rank(), changed), onTrial);
    }

    /// Names what an answer was made with; resolved by [CurrentSettings#version].
    public String tenant() {
        return tenant.tenant();
    }

    public String version() {
        return onTrial ? Canary.mark(tenant.version()) : tenant.version();
    }

    public boolean enabled() {
        return tenant.enabled();
    }

    /// Language of the notices, an ISO 639-1 code.
    public String language() {
        return document.path("language").asString("en").toLowerCase(Locale.ROOT);
    }

    public String systemPrompt() {
        return Canary.of(agent)
                .filter(canary -> onTrial)
                .map(Canary::systemPrompt)
                .orElseGet(() -> agent.path("system-prompt").asString(""));
    }

    /// The model's name, where the tenant has one of its own.
    public Optional<String> model() {
        return text(agent, "model");
    }

    /// The name of the model that transcribes recordings, where the tenant has one of its own.
    public Optional<String> transcriptionModel() {
        return text(agent, "transcription-model");
    }

    /// Whether the model is shown the pictures that clients send.
    public boolean vision() {
        return agent.path("vision").asBoolean(false);
    }

    public Optional<String> fallbackModel() {
        return text(agent, "fallback-model");
    }

    public Optional<String> baseUrl() {
        return text(agent, "base-url");
    }

    public Optional<String> apiKey() {
        return text(agent, "api-key");
    }

    public OptionalDouble temperature() {
        var value = agent.path("temperature");
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    /// How long a turn may take from the moment when its burst is closed.
    public Duration turnTimeout() {
        return time(agent, "turn-timeout", Duration.ofSeconds(60));
    }

    public int memoryMessages() {
        return agent.path("memory-messages").asInt(20);
    }

    public OnNewMessage onNewMessage() {
        return text(agent, "on-new-message")
                .map(word -> OnNewMessage.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(OnNewMessage.INTERRUPT);
    }

    /// The tenant's name, for people.
    public String name() {
        return text(document, "name").orElse(tenant.tenant());
    }

    /// In which "today" and "at ten" are meant.
    public ZoneId timeZone() {
        return text(document, "time-zone").map(ZoneId::of).orElse(ZoneOffset.UTC);
    }

    /// What the agent can do besides talking.
    public Set<ToolGroup> tools() {
        var groups = EnumSet.noneOf(ToolGroup.class);
        agent.path("tools").forEach(group -> groups.add(ToolGroup.of(group.asString(""))));
        return groups;
    }

    /// How often the model may be asked in a turn.
    public int maxSteps() {
        return agent.path("max-steps").asInt(8);
    }

    /// How many tokens a turn may use, in all attempts together.
    public long maxTurnTokens() {
        return agent.path("max-turn-tokens").asLong(200_000);
    }

    /// Where the tools of products and orders look.
    public Catalogue catalogue() {
        var source = agent.path("catalogue");
        return text(source, "kind").orElse("local").equals("tiendanube")
                ? new Catalogue.TiendaNube(
                        text(source, "store-id").orElse(""),
                        text(source, "access-token").orElse(""))
                : new Catalogue.Local();
    }

    /// When it takes appointments.
    public Agenda agenda() {
        return Agenda.of(agent.path("agenda"));
    }

    /// How documents are searched.
    public KnowledgeSearch knowledge() {
        return KnowledgeSearch.of(agent.path("knowledge"));
    }

    /// Servers that bring further tools.
    public List<McpServer> mcpServers() {
        return agent.path("mcp-servers")
                .valueStream()
                .map(AgentSettings::mcpServer)
                .toList();
    }

    private static McpServer mcpServer(JsonNode server) {
        return new McpServer(
                server.path("name").asString(""),
                text(server, "url").flatMap(AgentSettings::address),
                server.path("command")
                        .valueStream()
                        .map(word -> word.asString(""))
                        .toList(),
                text(server, "token"),
                server.path("env").properties().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().asString(""))),
                time(server, "timeout", McpServer.TIMEOUT));
    }

    private static Optional<URI> address(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// How long the agent keeps silent after a person has taken over.
    public Duration silence() {
        return time(document.path("handoff"), "silence", Duration.ofHours(24));
    }

    /// Whether each word of a person or the client begins the silence anew.
    public boolean sliding() {
        return document.path("handoff").path("sliding").asBoolean(false);
    }

    /// Where the team is told that a client wants a person.
    public Optional<String> teamEmail() {
        return text(document.path("handoff"), "email");
    }

    /// What the client is told then, where the tenant has words of its own.
    public Optional<String> handoffMessage() {
        return text(document.path("handoff"), "message");
    }

    /// How many tokens the tenant may use a day.
    public OptionalLong tokensPerDay() {
        var value = document.path("budget").path("tokens-per-day");
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }

    /// How much the tenant may spend a day, in the currency of the prices.
    public OptionalDouble moneyPerDay() {
        var value = document.path("budget").path("money-per-day");
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    /// Of which kind a channel account of the tenant is; empty where it has none of that id.
    public Optional<String> channelKind(String account) {
        return text(channel(account), "kind");
    }

    /// Silence since the last message after which a burst is closed: channel over tenant over default.
    public Duration quiet(String account, String kind) {
        return burst(account, "quiet", kind.equals("web") ? QUIET_WEB : QUIET);
    }

    /// The longest time that a burst is waited for.
    public Duration cap(String account) {
        return burst(account, "cap", CAP);
    }

    private Duration burst(String account, String field, Duration standard) {
        return time(channel(account).path("burst"), field, time(document.path("burst"), field, standard));
    }

    private JsonNode channel(String account) {
        for (var channel : document.path("channels")) {
            if (channel.path("id").asString("").equals(account)) {
                return channel;
            }
        }
        return document.path("channels").path(account);
    }

    private static Duration time(JsonNode node, String field, Duration standard) {
        return text(node, field).flatMap(Durations::parse).orElse(standard);
    }

    private static Optional<String> text(JsonNode node, String field) {
        @Nullable String value = node.path(field).asString("");
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
