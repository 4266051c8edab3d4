package io.parley.agent.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a JSON list of objects.
final class JsonRows {

    private JsonRows() {}

    /// All objects of the list.
    ///
    /// @param most a longer list is refused
    static List<Row> read(String text, int most) throws InvalidImport {
        try (var parser = JsonMapper.shared().createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new InvalidImport(1, "must be a list of objects");
            }
            return rows(parser, most);
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new InvalidImport(
                    place == null ? 1 : place.getLineNr(),
                    place == null ? "1" : String.valueOf(place.getColumnNr()),
                    "is no JSON");
        }
    }

    private static List<Row> rows(JsonParser parser, int most) throws InvalidImport {
        var rows = new ArrayList<Row>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int line = parser.currentTokenLocation().getLineNr();
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new InvalidImport(line, "must be an object");
            }
            if (rows.size() == most) {
                throw new InvalidImport(line, "more than " + most + " are too many");
            }
            rows.add(row(line, parser.readValueAsTree()));
        }
        if (parser.nextToken() != null) {
            throw new InvalidImport(parser.currentTokenLocation().getLineNr(), "there is something behind the list");
        }
        return rows;
    }

    private static Row row(int line, JsonNode object) {
        var values = new LinkedHashMap<String, JsonNode>();
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                values.put(field.getKey(), field.getValue());
            }
        });
        return new Row(line, values);
    }
}
