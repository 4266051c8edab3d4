package io.parley.agent.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// In which fields two documents differ, and a document with fields changed.
final class Changes {

    private Changes() {}

    /// Names of the fields, such as `agent.system-prompt` or `channels.shoes-web.burst.quiet`, never what they say.
    static List<String> between(JsonNode before, JsonNode after) {
        var fields = new TreeSet<String>();
        collect(before, after, "", fields);
        return List.copyOf(fields);
    }

    private static void collect(JsonNode before, JsonNode after, String path, SequencedSet<String> fields) {
        if (before.equals(after)) {
            return;
        }
        var old = children(before);
        var young = children(after);
        if (old.isEmpty() && young.isEmpty()) {
            fields.add(path);
            return;
        }
        var names = new TreeSet<>(old.keySet());
        names.addAll(young.keySet());
        for (var name : names) {
            collect(
                    old.getOrDefault(name, MissingNode.getInstance()),
                    young.getOrDefault(name, MissingNode.getInstance()),
                    path.isEmpty() ? name : path + "." + name,
                    fields);
        }
    }

    /// Fields of an object, elements of a list by their ids; none of a list whose elements have no ids.
    private static Map<String, JsonNode> children(JsonNode node) {
        var children = new LinkedHashMap<String, JsonNode>();
        if (node.isObject()) {
            node.properties().forEach(field -> children.put(field.getKey(), field.getValue()));
        } else if (node.isArray() && node.valueStream().allMatch(element -> element.has("id"))) {
            node.forEach(element -> children.put(element.path("id").asString(""), element));
        }
        return children;
    }

    /// Applies a JSON merge patch (RFC 7396): null takes a field away, lists are replaced as a whole.
    static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        var merged = target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), merge(merged.path(field.getKey()), field.getValue()));
            }
        });
        return merged;
    }
}
