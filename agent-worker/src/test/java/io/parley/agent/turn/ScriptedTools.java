package io.parley.agent.turn;

import io.parley.agent.budget.Budget;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.Toolbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tools in simulated time, which remember what was asked of them; and a purse.
final class ScriptedTools implements Toolbox, Budget {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode ANYTHING = JSON.readTree("{\"type\": \"object\"}");

    private record Scripted(Tool.Spec spec, long millis, Function<ToolCall, Toolbox.Outcome> answer) {}

    private final Simulation time;
    private final Map<String, Scripted> tools = new TreeMap<>();
    private final Map<String, Toolbox.Outcome> written = new TreeMap<>();
    final List<String> called = new ArrayList<>();
    final List<ToolCall> calls = new ArrayList<>();
    /// What was written, by idempotency keys.
    final Map<String, String> writes = new TreeMap<>();
    final List<Budget.Tokens> settled = new ArrayList<>();
    int cancelled;
    int reserved;
    boolean isPurseEmpty;

    ScriptedTools(Simulation time) {
        this.time = time;
    }

    /// A tool that answers after so many milliseconds.
    ScriptedTools tool(String name, Effect effect, long millis, Function<ToolCall, Toolbox.Outcome> answer) {
        return tool(name, effect, millis, true, answer);
    }

    ScriptedTools tool(
            String name, Effect effect, long millis, boolean repeatable, Function<ToolCall, Toolbox.Outcome> answer) {
        var spec = new Tool.Spec(name, "Does " + name, ANYTHING, effect, name, Tool.Spec.TIMEOUT, repeatable);
        tools.put(name, new Scripted(spec, millis, answer));
        return this;
    }

    static Toolbox.Outcome done(String json) {
        return new Toolbox.Outcome.Answered(new ToolResult.Done(JSON.readTree(json)));
    }

    /// Of the tools that were called, in order.
    List<String> names() {
        return called.stream().map(call -> call.substring(0, call.indexOf('{'))).toList();
    }

    /// Whether a second call of the tool changes nothing.
    boolean isRepeatable(String name) {
        return Optional.ofNullable(tools.get(name)).orElseThrow().spec().repeatable();
    }

    @Override
    public List<Tool.Spec> specs(AgentSettings settings) {
        return tools.values().stream().map(Scripted::spec).toList();
    }

    @Override
    public Toolbox.Call call(String name, ToolCall call, Runnable wake) {
        var tool = Optional.ofNullable(tools.get(name)).orElseThrow();
        called.add(name + call.arguments());
        calls.add(call);
        var running = new Running(wake);
        time.after(tool.millis(), () -> running.end(answer(tool, call)));
        return running;
    }

    /// What was written with a key is not written again.
    private Toolbox.Outcome answer(Scripted tool, ToolCall call) {
        if (tool.spec().effect() != Effect.WRITE) {
            return tool.answer().apply(call);
        }
        writes.put(call.idempotencyKey(), tool.spec().name());
        return written.computeIfAbsent(
                call.idempotencyKey(), key -> tool.answer().apply(call));
    }

    private final class Running implements Toolbox.Call {
        private final Runnable wake;
        private Toolbox.@Nullable Outcome outcome;
        private boolean over;

        Running(Runnable wake) {
            this.wake = wake;
        }

        void end(Toolbox.Outcome how) {
            if (!over) {
                outcome = how;
                wake.run();
            }
        }

        @Override
        public Optional<Toolbox.Outcome> outcome() {
            return Optional.ofNullable(outcome);
        }

        @Override
        public void cancel() {
            if (outcome == null && !over) {
                cancelled++;
            }
            over = true;
        }
    }

    @Override
    public Leave reserve(String tenant, AgentSettings settings, String model, Tokens tokens) {
        if (isPurseEmpty) {
            return new Leave.Exhausted("tokens", Instant.MAX);
        }
        reserved++;
        return (Leave.Granted) settled::add;
    }
}
