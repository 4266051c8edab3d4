package io.parley.agent.catalogue;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.ToolGroup;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.ToolSource;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// `search_products`, `search_by_category`, `browse_catalogue`.
final class ProductTools implements ToolSource {

    private static final int LIMIT = 5;
    private static final int MOST = 10;
    private static final int LAST_PAGE = 1_000;

    private static final String SEARCH = "Searches the shop's products by name, description and category. "
            + "Gives the best matches with price and whether they are in stock.";
    private static final String SEARCH_PARAMETERS = """
            {"type": "object", "required": ["query"], "properties": {
              "query": {"type": "string", "description": "What the customer looks for, in the shop's language"},
              "limit": {"type": "integer", "minimum": 1, "maximum": 10, "description": "How many at most, default 5"}}}""";

    private static final String CATEGORY =
            "Lists products of a category. Where no category is called like that, names those that there are.";
    private static final String CATEGORY_PARAMETERS = """
            {"type": "object", "required": ["category"], "properties": {
              "category": {"type": "string", "description": "Name of the category"},
              "limit": {"type": "integer", "minimum": 1, "maximum": 10, "description": "How many at most, default 5"}}}""";

    private static final String BROWSE =
            "Lists all products of the shop, ten a page, with the names of its categories.";
    private static final String BROWSE_PARAMETERS = """
            {"type": "object", "properties": {
              "page": {"type": "integer", "minimum": 1, "description": "Default 1"}}}""";

    private final Shops shops;

    ProductTools(Shops shops) {
        this.shops = shops;
    }

    @Override
    public List<Tool> tools(AgentSettings settings) {
        return settings.tools().contains(ToolGroup.PRODUCTS)
                ? List.of(
                        tool("search_products", SEARCH, SEARCH_PARAMETERS, settings, ProductTools::search),
                        tool("search_by_category", CATEGORY, CATEGORY_PARAMETERS, settings, ProductTools::byCategory),
                        tool("browse_catalogue", BROWSE, BROWSE_PARAMETERS, settings, ProductTools::browse))
                : List.of();
    }

    private Tool tool(
            String name, String description, String parameters, AgentSettings settings, CatalogueTool.Act act) {
        var schema = JsonMapper.shared().readTree(parameters);
        return new CatalogueTool(Tool.Spec.read(name, description, schema, Shops.source(settings)), shops, act);
    }

    private static ToolResult search(Shop shop, ToolCall call) throws ToolFailure, InterruptedException {
        var query = Arguments.text(call.arguments(), "query");
        return query.isEmpty() ? Arguments.missing("query") : answer(shop.search(query.get(), limit(call)), call);
    }

    private static ToolResult byCategory(Shop shop, ToolCall call) throws ToolFailure, InterruptedException {
        var category = Arguments.text(call.arguments(), "category");
        return category.isEmpty()
                ? Arguments.missing("category")
                : answer(shop.byCategory(category.get(), limit(call)), call);
    }

    private static ToolResult browse(Shop shop, ToolCall call) throws ToolFailure, InterruptedException {
        return answer(shop.browse(Arguments.number(call.arguments(), "page", 1, 1, LAST_PAGE)), call);
    }

    private static int limit(ToolCall call) {
        return Arguments.number(call.arguments(), "limit", LIMIT, 1, MOST);
    }

    private static ToolResult answer(Finds finds, ToolCall call) {
        return ProductAnswer.of(finds, call.settings().language());
    }
}
