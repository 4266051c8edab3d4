package io.parley.agent.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.parley.agent.Client;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolProgress;
import io.parley.agent.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tools of a real MCP server, started from npm, reached in every way there is.
class McpToolsIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ToolProgress NOBODY = (percent, message) -> {};

    private static final List<String> TOLD = new CopyOnWriteArrayList<>();
    private static final McpTools TOOLS = tools(true, Duration.ofMinutes(1));
    private static final Map<EverythingServer, EverythingServer.Running> RUNNING =
            new EnumMap<>(EverythingServer.class);

    @BeforeAll
    static void start() throws Exception {
        EverythingServer.install();
        for (var server : EverythingServer.values()) {
            RUNNING.put(server, server.new Running());
        }
    }

    @BeforeEach
    void nothing_is_told() {
        TOLD.clear();
    }

    @AfterAll
    static void stop() {
        TOOLS.close();
        assertThat(EverythingServer.programs()).isEmpty();
        RUNNING.values().forEach(EverythingServer.Running::close);
    }

    private static EverythingServer.Running running(EverythingServer server) {
        return Objects.requireNonNull(RUNNING.get(server));
    }

    private static McpTools tools(boolean privateAddresses, Duration idle) {
        var pace = new McpConnection.Times(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(1));
        return new McpTools(
                new Dialling(new Dialling.Allowed(privateAddresses, true), Duration.ofSeconds(10)),
                pace,
                idle,
                (tenant, kind, details) -> TOLD.add(tenant + " " + kind.word() + " " + details.get("reason")));
    }

    @ParameterizedTest
    @EnumSource
    void its_tools_are_offered_and_answer(EverythingServer server) throws Exception {
        var running = running(server);
        var settings = running.settings("shoes");
        // when
        var echo = tool(settings, "everything_echo");
        // then
        assertThat(echo.spec().effect()).isEqualTo(Effect.READ);
        assertThat(echo.spec().parameters().path("properties").has("message")).isTrue();
        assertThat(call(echo, "{\"message\": \"hello\"}", NOBODY)).isEqualTo(said("Echo: hello"));
        assertThat(call(tool(settings, "everything_get_sum"), "{\"a\": 2, \"b\": 3}", NOBODY))
                .isEqualTo(said("The sum of 2 and 3 is 5."));
        assertThat(call(tool(settings, "everything_get_tiny_image"), "{}", NOBODY))
                .extracting(result -> ((ToolResult.Done) result).content().asString())
                .asString()
                .contains("[image: image/png]");
        assertThat(call(tool(settings, "everything_get_structured_content"), "{\"location\": \"New York\"}", NOBODY))
                .extracting(result -> ((ToolResult.Done) result).content().has("temperature"))
                .isEqualTo(true);
        assertThat(call(echo, "{}", NOBODY)).isInstanceOf(ToolResult.Refused.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_long_operation_tells_its_steps(EverythingServer server) throws Exception {
        var running = running(server);
        var heard = new CopyOnWriteArrayList<Integer>();
        // when
        var result = call(
                tool(running.settings("shoes"), "everything_trigger_long_running_operation"),
                "{\"duration\": 0.5, \"steps\": 10}",
                (percent, message) -> heard.add(percent));
        // then
        assertThat(result).isInstanceOf(ToolResult.Done.class);
        assertThat(heard)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 10).mapToObj(step -> 10 * step).toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_long_operation_is_cut_and_the_next_call_answers(EverythingServer server) throws Exception {
        var running = running(server);
        var settings = running.settings("shoes");
        var operation = tool(settings, "everything_trigger_long_running_operation");
        var begun = new CountDownLatch(1);
        var ended = new AtomicReference<Throwable>();
        var calling = Thread.ofVirtual().start(() -> {
            try {
                call(operation, "{\"duration\": 60, \"steps\": 600}", (percent, message) -> begun.countDown());
            } catch (InterruptedException | ToolFailure e) {
                ended.set(e);
            }
        });
        begun.await();
        // when
        calling.interrupt();
        // then
        assertThat(calling.join(Duration.ofSeconds(1))).isTrue();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(call(tool(settings, "everything_echo"), "{\"message\": \"on\"}", NOBODY))
                .isEqualTo(said("Echo: on"));
    }

    @ParameterizedTest
    @EnumSource
    void a_killed_server_offers_nothing_until_it_is_back(EverythingServer server) throws Exception {
        var running = running(server);
        var settings = running.settings("shoes");
        var operation = tool(settings, "everything_trigger_long_running_operation");
        var killed = Thread.ofVirtual().unstarted(running::kill);
        // when
        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() ->
                        call(operation, "{\"duration\": 60, \"steps\": 600}", (percent, message) -> start(killed)));
        killed.join();
        // then
        await().until(() -> !TOLD.isEmpty());
        running.start();
        assertThat(call(tool(settings, "everything_echo"), "{\"message\": \"back\"}", NOBODY))
                .isEqualTo(said("Echo: back"));
        assertThat(TOLD).containsExactly("shoes tool-source-failing unavailable");
    }

    private static synchronized void start(Thread thread) {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    @Test
    void a_program_finds_nothing_of_ours_in_its_environment() throws Exception {
        var running = running(EverythingServer.PROGRAM);
        var answer = (ToolResult.Done) call(tool(running.settings("shoes"), "everything_get_env"), "{}", NOBODY);
        var environment = JSON.readTree(answer.content().asString());
        assertThat(environment.path("GREETING").asString()).isEqualTo("hello");
        assertThat(environment.propertyNames()).isSubsetOf("PATH", "HOME", "LANG", "TZ", "GREETING");
    }

    @Test
    void each_tenant_has_its_own_connection_which_ends_with_its_settings() throws Exception {
        int before = EverythingServer.programs().size();
        var running = running(EverythingServer.PROGRAM);
        try (var hasty = tools(true, Duration.ZERO)) {
            var settings = new ArrayList<>(List.of(running.settings("shoes"), running.settings("lab")));
            var current = new Settings(settings);
            // when
            hasty.follow(current);
            // then
            await().until(() ->
                    settings.stream().noneMatch(tenant -> hasty.tools(tenant).isEmpty()));
            assertThat(EverythingServer.programs()).hasSize(before + 2);
            // when
            settings.removeLast();
            hasty.follow(current);
            // then
            await().until(() -> EverythingServer.programs().size() == before + 1);
            assertThat(hasty.tools(settings.getFirst())).isNotEmpty();
        }
    }

    @Test
    void a_private_address_is_called_only_where_the_operator_allows_it() throws Exception {
        try (var strict = tools(false, Duration.ofMinutes(1))) {
            var settings = running(EverythingServer.STREAMABLE_HTTP).settings("shoes");
            // when
            assertThat(strict.tools(settings)).isEmpty();
            // then
            await().until(() -> TOLD.equals(List.of("shoes tool-source-failing address-not-allowed")));
            assertThat(strict.tools(settings)).isEmpty();
        }
    }

    @Test
    void a_program_that_is_none_holds_nobody_up() {
        var settings = EverythingServer.settings("shoes", "{\"name\": \"a\", \"command\": [\"/no/such/program\"]}");
        // when
        assertThat(TOOLS.tools(settings)).isEmpty();
        // then
        await().until(() -> TOLD.equals(List.of("shoes tool-source-failing not-started")));
    }

    private record Settings(List<AgentSettings> all) implements CurrentSettings {

        @Override
        public Optional<AgentSettings> current(String tenant) {
            return all.stream()
                    .filter(settings -> settings.tenant().equals(tenant))
                    .findFirst();
        }

        @Override
        public Optional<AgentSettings> version(String tenant, String version) {
            return current(tenant);
        }

        @Override
        public List<String> tenants() {
            return all.stream().map(AgentSettings::tenant).toList();
        }
    }

    /// As soon as it is offered.
    private Tool tool(AgentSettings settings, String name) {
        await().atMost(Duration.ofSeconds(20)).until(() -> find(settings, name).isPresent());
        return find(settings, name).orElseThrow();
    }

    private Optional<Tool> find(AgentSettings settings, String name) {
        return TOOLS.tools(settings).stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst();
    }

    private static ToolResult call(Tool tool, String arguments, ToolProgress progress)
            throws InterruptedException, ToolFailure {
        return tool.call(new ToolCall(
                new Client("shoes:account:7", "shoes", "web", "account"),
                Optional.empty(),
                EverythingServer.settings("shoes", ""),
                "turn",
                Instant.EPOCH,
                JSON.readTree(arguments),
                "0".repeat(64),
                progress));
    }

    private static ToolResult said(String text) {
        return new ToolResult.Done(JSON.<JsonNode>valueToTree(text));
    }
}
