package io.parley.agent.catalogue;

import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;

/// A tool, and what it does in the shop that the settings of the turn name.
record CatalogueTool(Spec spec, Shops shops, Act act) implements Tool {

    /// What a tool does.
    @FunctionalInterface
    interface Act {
        ToolResult call(Shop shop, ToolCall call) throws ToolFailure, InterruptedException;
    }

    @Override
    public ToolResult call(ToolCall call) throws InterruptedException, ToolFailure {
        return act.call(shops.of(call.client().tenant(), call.settings()), call);
    }
}
