package io.parley.agent.knowledge;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.ToolGroup;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolSource;
import java.util.List;

/// The tool that looks things up in the tenant's documents.
final class KnowledgeTools implements ToolSource {

    private final List<Tool> tools;

    KnowledgeTools(PassageSearch search) {
        this.tools = List.of(new SearchKnowledge(search));
    }

    @Override
    public List<Tool> tools(AgentSettings settings) {
        return settings.tools().contains(ToolGroup.KNOWLEDGE) ? tools : List.of();
    }
}
