package io.parley.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.agent.Client;
import io.parley.agent.settings.AgentSettings;
import io.parley.schemas.settings.TenantDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class BoundedToolboxTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<BoundedToolbox> opened = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger wakes = new AtomicInteger();

    @AfterEach
    void close() {
        opened.forEach(BoundedToolbox::close);
    }

    @Test
    void tools_come_in_the_order_of_names_and_parleys_own_win() {
        var own = ScriptedTool.reads("search", "local");
        var foreign = ScriptedTool.reads("search", "elsewhere");
        var toolbox = over(foreignSource(foreign, ScriptedTool.reads("ask", "elsewhere")), settings -> List.of(own));
        assertThat(toolbox.specs(settings("shoes"))).extracting(Tool.Spec::name).containsExactly("ask", "search");
        // when
        ended(toolbox, "shoes", "search");
        // then
        assertThat(own.calls).hasValue(1);
        assertThat(foreign.calls).hasValue(0);
    }

    @Test
    void a_result_comes_with_one_wake() {
        var toolbox = toolbox(ScriptedTool.reads("search", "local"));
        // when
        var outcome = ended(toolbox, "shoes", "search");
        // then
        assertThat(outcome).isEqualTo(new Toolbox.Outcome.Answered(new ToolResult.Done(arguments())));
        assertThat(wakes).hasValue(1);
        assertThat(count("search", "done")).isEqualTo(1);
    }

    @Test
    void a_tool_that_nobody_has_is_not_called() {
        assertThat(ended(toolbox(), "shoes", "made_up")).isEqualTo(failed(Toolbox.Outcome.Failed.UNKNOWN_TOOL));
        assertThat(count("unknown", "unknown-tool")).isEqualTo(1);
        assertThat(wakes).hasValue(1);
    }

    @Test
    void a_read_that_takes_too_long_is_interrupted() {
        var slow = ScriptedTool.reads("search", "local").within(SOON).hangs();
        // when
        var outcome = ended(toolbox(slow), "shoes", "search");
        // then
        assertThat(outcome).isEqualTo(failed(Toolbox.Outcome.Failed.TIMEOUT));
        await().until(() -> slow.interrupted.get() == 1);
        assertThat(wakes).hasValue(1);
    }

    @Test
    void a_write_that_takes_too_long_goes_on_unseen() throws InterruptedException {
        var done = new AtomicInteger();
        var slow = ScriptedTool.writes("book", "local").within(SOON);
        slow.plays(call -> {
            slow.goOn.acquire();
            return new ToolResult.Done(JsonNodeFactory.instance.numberNode(done.incrementAndGet()));
        });
        // when
        var outcome = ended(toolbox(slow), "shoes", "book");
        slow.goOn.release();
        // then
        assertThat(outcome).isEqualTo(failed(Toolbox.Outcome.Failed.TIMEOUT));
        await().until(() -> done.get() == 1);
        assertThat(wakes).hasValue(1);
    }

    @Test
    void a_cancel_ends_a_read_and_no_write() throws InterruptedException {
        var read = ScriptedTool.reads("search", "local").hangs();
        var write = ScriptedTool.writes("book", "local").hangs();
        var toolbox = toolbox(read, write);
        var reading = begin(toolbox, "shoes", "search");
        var writing = begin(toolbox, "shoes", "book");
        read.begun.await();
        write.begun.await();
        // when
        reading.cancel();
        writing.cancel();
        write.goOn.release();
        // then
        await().until(() -> read.interrupted.get() == 1);
        await().until(() -> writing.outcome().isPresent());
        assertThat(write.interrupted).hasValue(0);
        assertThat(reading.outcome()).isEmpty();
        await().untilAsserted(() -> assertThat(wakes).hasValue(1));
        assertThat(count("search", "cancelled")).isEqualTo(1);
    }

    @Test
    void a_source_that_keeps_failing_is_left_alone_for_a_while_and_then_asked_again() {
        var search = ScriptedTool.reads("search", "local").fails();
        var toolbox = toolbox(search);
        for (int i = 0; i < 4; i++) {
            assertThat(ended(toolbox, "shoes", "search")).isEqualTo(failed("unavailable"));
        }
        // when
        var during = ended(toolbox, "shoes", "search");
        // then
        assertThat(during).isEqualTo(failed(Toolbox.Outcome.Failed.BREAKER_OPEN));
        assertThat(search.calls).hasValue(4);
        assertThat(wakes).hasValue(5);
        assertThat(told).containsExactly("shoes breaker-open {source=local}");
        // when
        search.plays(call -> new ToolResult.Done(call.arguments()));
        // then
        await().until(() -> ended(toolbox, "shoes", "search") instanceof Toolbox.Outcome.Answered);
    }

    @Test
    void one_tenants_trouble_is_nobody_elses() {
        var trouble = new ScriptedTool[] {ScriptedTool.reads("search", "local"), ScriptedTool.reads("status", "shop")};
        trouble[0].plays(call -> {
            if (call.client().tenant().equals("shoes")) {
                throw new ToolFailure("unavailable");
            }
            return new ToolResult.Done(call.arguments());
        });
        var toolbox = toolbox(trouble);
        for (int i = 0; i < 5; i++) {
            ended(toolbox, "shoes", "search");
        }
        assertThat(ended(toolbox, "shoes", "search")).isEqualTo(failed(Toolbox.Outcome.Failed.BREAKER_OPEN));
        // then: neither another tenant's same source, nor the tenant's other one
        assertThat(ended(toolbox, "lab", "search")).isInstanceOf(Toolbox.Outcome.Answered.class);
        assertThat(ended(toolbox, "shoes", "status")).isInstanceOf(Toolbox.Outcome.Answered.class);
    }

    @Test
    void a_refusal_is_no_failure_of_the_source() {
        var search = ScriptedTool.reads("search", "local")
                .plays(call -> new ToolResult.Refused(ToolResult.Refused.BAD_ARGUMENTS, "no query"));
        var toolbox = toolbox(search);
        for (int i = 0; i < 10; i++) {
            assertThat(ended(toolbox, "shoes", "search")).isInstanceOf(Toolbox.Outcome.Answered.class);
        }
        assertThat(count("search", "refused")).isEqualTo(10);
    }

    @Test
    void calls_that_hang_take_only_the_places_of_their_own_source() {
        var book = ScriptedTool.writes("book", "local").hangs();
        var toolbox = toolbox(book, ScriptedTool.reads("status", "shop"));
        var hanging = List.of(begin(toolbox, "shoes", "book"), begin(toolbox, "shoes", "book"));
        await().until(() -> book.calls.get() == 2);
        // when
        var third = ended(toolbox, "shoes", "book");
        // then
        assertThat(third).isEqualTo(failed(Toolbox.Outcome.Failed.BUSY));
        assertThat(book.calls).hasValue(2);
        assertThat(ended(toolbox, "shoes", "status")).isInstanceOf(Toolbox.Outcome.Answered.class);
        // when
        begin(toolbox, "lab", "book");
        // then
        await().until(() -> book.calls.get() == 3);
        book.goOn.release(3);
        await().until(() -> hanging.stream().allMatch(call -> call.outcome().isPresent()));
    }

    @Test
    void a_huge_result_is_cut_and_marked() {
        var search = ScriptedTool.reads("search", "local");
        var toolbox = toolbox(search);
        // when
        search.plays(call -> new ToolResult.Done(JsonNodeFactory.instance.stringNode("é\u0000".repeat(100_000))));
        var text = done(ended(toolbox, "shoes", "search")).content();
        // then
        assertThat(text.asString())
                .startsWith("ééé")
                .hasSize(CheckedResult.MOST_CHARACTERS + 4)
                .endsWith("[…]");
        // when
        search.plays(call -> new ToolResult.Done(
                JsonNodeFactory.instance.objectNode().put("products", "\uD83D\uDC5F".repeat(100_000))));
        var object = done(ended(toolbox, "shoes", "search")).content();
        // then
        assertThat(object.path("cut").asBoolean()).isTrue();
        assertThat(object.path("beginning").asString())
                .startsWith("{\"products\":\"")
                .hasSizeLessThanOrEqualTo(CheckedResult.MOST_CHARACTERS + 4)
                .doesNotContainPattern("[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])");
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_tool_that_is_wrong_fails_alone() {
        var search = ScriptedTool.reads("search", "local");
        var toolbox = toolbox(search);
        var wrong = List.<ScriptedTool.Part>of(
                call -> {
                    throw new IllegalStateException("a bug");
                },
                call -> {
                    throw new StackOverflowError();
                },
                call -> null,
                call -> new ToolResult.Done((JsonNode) null),
                call -> new ToolResult.Done(arguments(), List.of(new Card("1", null, "", null, null))));
        for (var part : wrong) {
            search.plays(part);
            assertThat(ended(toolbox, "shoes", "search")).isEqualTo(failed(Toolbox.Outcome.Failed.BROKEN));
        }
        assertThat(wakes).hasValue(wrong.size());
    }

    @Test
    void progress_is_heard_until_the_call_is_over() throws InterruptedException {
        var heard = new ArrayList<String>();
        var progress = new ArrayList<ToolProgress>();
        var search = ScriptedTool.reads("search", "local").plays(call -> {
            progress.add(call.progress());
            call.progress().moved(150, "far");
            return new ToolResult.Done(call.arguments());
        });
        var toolbox = toolbox(search);
        // when
        var call = toolbox.call(
                "search", call("shoes", (percent, message) -> heard.add(percent + " " + message)), () -> {});
        await().until(() -> call.outcome().isPresent());
        progress.getFirst().moved(10, "late");
        // then
        assertThat(heard).containsExactly("100 far");
    }

    private BoundedToolbox toolbox(ScriptedTool... tools) {
        return over(settings -> List.of(tools));
    }

    private BoundedToolbox over(ToolSource... sources) {
        var breaker = CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(60)
                .waitDurationInOpenState(PAUSE)
                .permittedNumberOfCallsInHalfOpenState(1)
                .build();
        var toolbox = new BoundedToolbox(
                List.of(sources),
                new BoundedToolbox.Limits(2, SOON, breaker),
                new ToolMetrics(meters),
                (tenant, kind, details) -> told.add(tenant + " " + kind.word() + " " + details));
        opened.add(toolbox);
        return toolbox;
    }

    private static ToolSource foreignSource(Tool... tools) {
        return new ToolSource() {
            @Override
            public List<Tool> tools(AgentSettings settings) {
                return List.of(tools);
            }

            @Override
            public boolean givesWay() {
                return true;
            }
        };
    }

    private Toolbox.Call begin(Toolbox toolbox, String tenant, String tool) {
        return toolbox.call(tool, call(tenant, (percent, message) -> {}), wakes::incrementAndGet);
    }

    /// The outcome, once the wake for it has come.
    private Toolbox.Outcome ended(Toolbox toolbox, String tenant, String tool) {
        int before = wakes.get();
        var call = begin(toolbox, tenant, tool);
        await().pollInterval(Duration.ofMillis(2)).until(() -> wakes.get() > before);
        return call.outcome().orElseThrow();
    }

    private static ToolCall call(String tenant, ToolProgress progress) {
        return new ToolCall(
                new Client(tenant + ":account:7", tenant, "web", "account"),
                Optional.empty(),
                settings(tenant),
                "turn",
                Instant.EPOCH,
                arguments(),
                "0".repeat(64),
                progress);
    }

    private static AgentSettings settings(String tenant) {
        return new AgentSettings(new TenantDocument(tenant, "v1", 0, JsonNodeFactory.instance.objectNode()));
    }

    private static JsonNode arguments() {
        return JsonNodeFactory.instance.objectNode().put("query", "boots");
    }

    private static ToolResult.Done done(Toolbox.Outcome outcome) {
        return (ToolResult.Done) ((Toolbox.Outcome.Answered) outcome).result();
    }

    private static Toolbox.Outcome failed(String reason) {
        return new Toolbox.Outcome.Failed(reason);
    }

    private double count(String tool, String status) {
        return meters.counter("tool.calls", "tool", tool, "status", status).count();
    }
}
