package io.parley.agent.tool;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// What is counted about tool calls; the names are public.
final class ToolMetrics {

    /// Stands for every name that no tool has: the model may say anything.
    static final String UNKNOWN = "unknown";

    static final String CANCELLED = "cancelled";

    private final MeterRegistry registry;

    ToolMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(String tool, Toolbox.Outcome outcome, Duration took) {
        ended(tool, status(outcome));
        Timer.builder("parley.tool.seconds")
                .tag("tool", tool)
                .register(registry)
                .record(took);
    }

    /// One that was not waited for, or not made.
    void ended(String tool, String status) {
        registry.counter("tool.calls", "tool", tool, "status", status).increment();
    }

    private static String status(Toolbox.Outcome outcome) {
        return switch (outcome) {
            case Toolbox.Outcome.Answered(ToolResult.Done done) -> "done";
            case Toolbox.Outcome.Answered(ToolResult.Refused refused) -> "refused";
            case Toolbox.Outcome.Failed failed -> failed.reason();
        };
    }
}
