package io.parley.agent.knowledge;

import io.parley.agent.tenancy.DatabaseAway;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `search_knowledge`: the passages of the tenant's documents that fit a question, each with the document it is from.
final class SearchKnowledge implements Tool {

    private static final int PASSAGES = 5;
    private static final int LONGEST_QUERY = 1_000;
    private static final String DESCRIPTION = """
            Searches the company's own documents (policies, instructions, conditions, facts) and returns the passages \
            that fit best, each with its source. Ask in the documents' language, with the words that an answer would \
            contain. No passages means that the documents say nothing about it.""";

    private final PassageSearch search;

    SearchKnowledge(PassageSearch search) {
        this.search = search;
    }

    @Override
    public Spec spec() {
        return Spec.read("search_knowledge", DESCRIPTION, parameters(), "knowledge");
    }

    private static JsonNode parameters() {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties")
                .putObject("query")
                .put("type", "string")
                .put("description", "what to look for, in a few words")
                .put("maxLength", LONGEST_QUERY);
        schema.putArray("required").add("query");
        return schema.put("additionalProperties", false);
    }

    @Override
    public ToolResult call(ToolCall call) throws InterruptedException, ToolFailure {
        var query = call.arguments().path("query");
        if (!query.isString() || query.stringValue().isBlank()) {
            return new ToolResult.Refused(ToolResult.Refused.BAD_ARGUMENTS, "query must be a text of some words");
        }
        if (query.stringValue().length() > LONGEST_QUERY) {
            return new ToolResult.Refused(
                    ToolResult.Refused.BAD_ARGUMENTS, "query must have at most " + LONGEST_QUERY + " characters");
        }
        try {
            return new ToolResult.Done(
                    json(search.find(call.client().tenant(), call.settings(), query.stringValue(), PASSAGES)));
        } catch (DatabaseAway e) {
            throw new ToolFailure("unavailable", e);
        }
    }

    private static JsonNode json(List<Passage> passages) {
        var result = JsonNodeFactory.instance.objectNode();
        var list = result.putArray("passages");
        for (var passage : passages) {
            list.addObject()
                    .put("source", passage.source())
                    .put("title", passage.title())
                    .put("text", passage.text());
        }
        return result;
    }
}
