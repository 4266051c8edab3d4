package io.parley.sandbox.graph;

import io.parley.sandbox.Json;
import io.parley.sandbox.whatsapp.BusinessNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of a webhook: entries of changes, each with messages or statuses, never both (Cloud API, webhooks,
/// "notification payload").
record Batch(BusinessNumber number, String phoneNumberId) {

    private static final int MOST_IN_A_CHANGE = 3;

    /// Something to be told.
    ///
    /// @param list the array of the value in which it stands
    /// @param contact null where it stands without
    record Item(
            String id, String field, String list, @Nullable ObjectNode contact, ObjectNode node) {}

    /// @param isShuffled in any order, and in several entries
    ObjectNode body(List<Item> items, boolean isShuffled) {
        var ordered = new ArrayList<>(items);
        if (isShuffled) {
            Collections.shuffle(ordered);
        }
        var body = Json.object().put("object", "whatsapp_business_account");
        var entries = body.putArray("entry");
        var changes = entry(entries);
        for (var change : changes(ordered)) {
            if (isShuffled && !changes.isEmpty()) {
                changes = entry(entries);
            }
            changes.addObject().put("field", change.getFirst().field()).set("value", value(change));
        }
        return body;
    }

    private ArrayNode entry(ArrayNode entries) {
        return entries.addObject().put("id", number.businessAccount()).putArray("changes");
    }

    private static List<List<Item>> changes(List<Item> items) {
        var groups = new LinkedHashMap<String, List<Item>>();
        items.forEach(item -> groups.computeIfAbsent(item.list() + (item.contact() == null), any -> new ArrayList<>())
                .add(item));
        List<List<Item>> changes = new ArrayList<>();
        for (var group : groups.values()) {
            for (int from = 0; from < group.size(); from += MOST_IN_A_CHANGE) {
                changes.add(group.subList(from, Math.min(from + MOST_IN_A_CHANGE, group.size())));
            }
        }
        return changes;
    }

    private ObjectNode value(List<Item> items) {
        var value = Json.object().put("messaging_product", "whatsapp");
        value.putObject("metadata").put("display_phone_number", number.phone()).put("phone_number_id", phoneNumberId);
        Set<ObjectNode> contacts = new LinkedHashSet<>();
        items.forEach(item -> {
            if (item.contact() != null) {
                contacts.add(item.contact());
            }
        });
        if (!contacts.isEmpty()) {
            value.putArray("contacts").addAll(contacts);
        }
        var list = value.putArray(items.getFirst().list());
        items.forEach(item -> list.add(item.node()));
        return value;
    }
}
