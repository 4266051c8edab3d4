package io.parley.channels.whatsapp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads single values of a provider's JSON, whatever stands there.
public final class Texts {

    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private Texts() {}

    /// A text that is not blank.
    public static Optional<String> of(JsonNode node) {
        return Optional.ofNullable(node.asString(null)).filter(text -> !text.isBlank());
    }

    /// All that are not blank, each once, in order.
    public static List<String> distinct(JsonNode... nodes) {
        return Stream.of(nodes).flatMap(node -> of(node).stream()).distinct().toList();
    }

    /// All that are not blank in one text.
    static String joined(String separator, JsonNode... nodes) {
        return Stream.of(nodes).flatMap(node -> of(node).stream()).collect(Collectors.joining(separator));
    }

    /// Unix seconds, which Meta writes as text; 1970 where there are none.
    static Instant seconds(JsonNode node) {
        var text = node.asString("");
        if (!text.matches("\\d{1,12}")) {
            return Instant.EPOCH;
        }
        return Instant.ofEpochSecond(Math.min(LAST_SECOND, Long.parseLong(text)));
    }
}
