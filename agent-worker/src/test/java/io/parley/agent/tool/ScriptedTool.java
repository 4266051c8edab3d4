package io.parley.agent.tool;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.JsonNodeFactory;

/// A tool that does what the test says, and hangs when it says so.
final class ScriptedTool implements Tool {

    /// What a call does.
    @FunctionalInterface
    interface Part {
        ToolResult play(ToolCall call) throws InterruptedException, ToolFailure;
    }

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger interrupted = new AtomicInteger();
    final CountDownLatch begun = new CountDownLatch(1);
    final Semaphore goOn = new Semaphore(0);
    private final Spec spec;
    private volatile Part part = call -> new ToolResult.Done(call.arguments());

    private ScriptedTool(Spec spec) {
        this.spec = spec;
    }

    static ScriptedTool reads(String name, String source) {
        return new ScriptedTool(spec(name, Effect.READ, source, Tool.Spec.TIMEOUT));
    }

    static ScriptedTool writes(String name, String source) {
        return new ScriptedTool(spec(name, Effect.WRITE, source, Tool.Spec.TIMEOUT));
    }

    /// The same in a hurry.
    ScriptedTool within(Duration timeout) {
        return new ScriptedTool(spec(spec.name(), spec.effect(), spec.source(), timeout)).plays(part);
    }

    private static Spec spec(String name, Effect effect, String source, Duration timeout) {
        return new Spec(
                name, name, JsonNodeFactory.instance.objectNode(), effect, source, timeout, effect != Effect.WRITE);
    }

    ScriptedTool plays(Part newPart) {
        part = newPart;
        return this;
    }

    /// Waits until the test lets it go on, then answers.
    ScriptedTool hangs() {
        return plays(call -> {
            begun.countDown();
            try {
                goOn.acquire();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
            return new ToolResult.Done(call.arguments());
        });
    }

    ScriptedTool fails() {
        return plays(call -> {
            throw new ToolFailure("unavailable");
        });
    }

    @Override
    public Spec spec() {
        return spec;
    }

    @Override
    public ToolResult call(ToolCall call) throws InterruptedException, ToolFailure {
        calls.incrementAndGet();
        return part.play(call);
    }
}
