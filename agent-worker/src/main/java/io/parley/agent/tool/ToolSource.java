package io.parley.agent.tool;

import io.parley.agent.settings.AgentSettings;
import java.util.List;

/// Where tools come from: one for each group of tools, and one for all MCP servers.
public interface ToolSource {

    /// The tools that the tenant has from here now; none where its settings do not name them. Never waits for long:
    /// a turn is about to begin.
    List<Tool> tools(AgentSettings settings);

    /// Whether others have chosen the names of its tools: one that Parley's own tools have already is left out.
    default boolean givesWay() {
        return false;
    }
}
