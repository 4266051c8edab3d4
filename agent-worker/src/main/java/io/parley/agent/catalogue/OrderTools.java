package io.parley.agent.catalogue;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.ToolGroup;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.ToolSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `order_status`. An order is shown to its customer only: to whom the channel proves to be that customer, or who names
/// the exact e-mail address or phone number of the order. To anybody else it does not exist, in the same words.
final class OrderTools implements ToolSource {

    private static final String DESCRIPTION = "Tells what became of one of the customer's own orders. An order that is "
            + "not found may need the e-mail address or phone number that was given with it: ask the customer for it.";
    private static final String PARAMETERS = """
            {"type": "object", "required": ["order_number"], "properties": {
              "order_number": {"type": "string", "description": "As the customer names it"},
              "contact": {"type": "string",
                "description": "E-mail address or phone number with country code, as the customer says it stands in the order"}}}""";
    private static final String UNKNOWN = "There is no order of this number for this customer. Ask for the number and "
            + "for the e-mail address or phone number, with country code, that were given with the order.";

    private final Shops shops;

    OrderTools(Shops shops) {
        this.shops = shops;
    }

    @Override
    public List<Tool> tools(AgentSettings settings) {
        if (!settings.tools().contains(ToolGroup.ORDERS)) {
            return List.of();
        }
        var schema = JsonMapper.shared().readTree(PARAMETERS);
        var source = Shops.source(settings);
        return List.of(new CatalogueTool(
                Tool.Spec.read("order_status", DESCRIPTION, schema, source), shops, OrderTools::status));
    }

    private static ToolResult status(Shop shop, ToolCall call) throws ToolFailure, InterruptedException {
        var number = Arguments.text(call.arguments(), "order_number").map(OrderTools::withoutSign);
        if (number.isEmpty()) {
            return Arguments.missing("order_number");
        }
        var contact = Arguments.text(call.arguments(), "contact");
        var customer = Customer.of(call.client(), call.phone());
        return shop.order(number.get())
                .filter(order -> customer.is(order.owner())
                        || contact.filter(said -> Customer.isNamedBy(said, order.owner()))
                                .isPresent())
                .<ToolResult>map(order -> new ToolResult.Done(json(order)))
                .orElseGet(() -> new ToolResult.Refused(ToolResult.Refused.NOT_FOUND, UNKNOWN));
    }

    private static String withoutSign(String number) {
        return number.startsWith("#") ? number.substring(1).strip() : number;
    }

    private static ObjectNode json(Order order) {
        var content = JsonNodeFactory.instance.objectNode();
        var json = content.putObject("order").put("number", order.number()).put("status", order.status());
        var items = json.putArray("items");
        order.items().forEach(item -> {
            var line = items.addObject().put("name", item.name()).put("quantity", item.quantity());
            if (item.price() != null) {
                line.put("price", item.price());
            }
        });
        if (order.total() != null) {
            json.put("total", order.total()).put("currency", order.currency());
        }
        putIfThere(json, "tracking", order.tracking());
        putIfThere(json, "tracking_url", order.trackingUrl());
        return content;
    }

    private static void putIfThere(ObjectNode json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.put(name, value);
        }
    }
}
