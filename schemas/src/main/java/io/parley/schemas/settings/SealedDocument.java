package io.parley.schemas.settings;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Which fields of a tenant's document are secret, and the document with them sealed or readable. A secret is known by
/// its name, so that a new kind of channel needs no change here.
///
/// A field's name in the associated data is its path, where an element of a list that has an `id` is named by it
/// and any other by its index: `channels/shoes-telegram/bot-token`, `channels/shoes-web/jwt/secrets/0`.
public final class SealedDocument {

    /// What names of secrets end in. Only text is sealed, and what was sealed when fewer names were secret opens all
    /// the same: a sealed value says of itself that it is one.
    private static final Pattern SECRET = Pattern.compile("(?i).*(tokens?|secrets?|key|password)");

    /// Stands for a secret that is not shown; behind it the place of an element of a list.
    private static final Pattern MASK = Pattern.compile("\\*{8}([0-9]*)");

    private static final Pattern ELEMENT = Pattern.compile("(.*/)([0-9]+)");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SealedDocument() {}

    /// The document as it goes to the topic.
    public static String seal(SecretSealer sealer, String tenant, JsonNode document) {
        return JSON.writeValueAsString(map(document, "", false, (field, value) -> sealer.seal(tenant, field, value)));
    }

    /// The document with its secrets readable.
    ///
    /// @throws GeneralSecurityException when a secret can't be opened with this keyset
    public static JsonNode open(SecretSealer sealer, String tenant, String document) throws GeneralSecurityException {
        try {
            return map(JSON.readTree(document), "", false, (field, value) -> openOrKeep(sealer, tenant, field, value));
        } catch (Unopened e) {
            throw e.reason;
        }
    }

    /// The document for those who must not see its secrets: each is empty text.
    public static String withoutSecrets(String document) {
        return JSON.writeValueAsString(map(JSON.readTree(document), "", false, (field, value) -> ""));
    }

    /// The document for people's eyes: asterisks instead of secrets.
    public static JsonNode masked(JsonNode document) {
        return map(document, "", false, (field, value) -> {
            var element = ELEMENT.matcher(field);
            return "*".repeat(8) + (element.matches() ? element.group(2) : "");
        });
    }

    /// A masked document with secrets again: those that are still masked as they were before, an element of a list as
    /// the one that had the place that its mask says.
    ///
    /// @throws IllegalArgumentException when there was none before, with the field's name
    public static JsonNode unmasked(JsonNode document, JsonNode before) {
        var secrets = new HashMap<String, String>();
        var _ = map(before, "", false, (field, value) -> {
            secrets.put(field, value);
            return value;
        });
        return map(document, "", false, (field, value) -> {
            var mask = MASK.matcher(value);
            return mask.matches() ? before(secrets, field, mask.group(1)) : value;
        });
    }

    private static String before(Map<String, String> secrets, String field, String place) {
        var element = ELEMENT.matcher(field);
        var secret = secrets.get(element.matches() ? element.group(1) + place : field);
        if (secret == null) {
            throw new IllegalArgumentException(field + ": there is no secret to keep");
        }
        return secret;
    }

    private static String openOrKeep(SecretSealer sealer, String tenant, String field, String value) {
        try {
            return SecretSealer.isSealed(value) ? sealer.open(tenant, field, value) : value;
        } catch (GeneralSecurityException e) {
            throw new Unopened(e);
        }
    }

    private static JsonNode map(JsonNode node, String path, boolean secret, BiFunction<String, String, String> change) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field -> copy.set(
                                field.getKey(),
                                map(
                                        field.getValue(),
                                        child(path, field.getKey()),
                                        SECRET.matcher(field.getKey()).matches(),
                                        change)));
                yield copy;
            }
            case ArrayNode array ->
                IntStream.range(0, array.size())
                        .mapToObj(i -> map(array.get(i), child(path, name(array.get(i), i)), secret, change))
                        .collect(Collectors.collectingAndThen(
                                Collectors.toList(),
                                children -> JsonNodeFactory.instance.arrayNode().addAll(children)));
            case JsonNode leaf
            when secret && leaf.isString() && !leaf.stringValue().isEmpty() ->
                JsonNodeFactory.instance.stringNode(change.apply(path, leaf.stringValue()));
            case JsonNode leaf -> leaf;
        };
    }

    private static String name(JsonNode element, int index) {
        return element.path("id").isString() ? element.path("id").stringValue() : Integer.toString(index);
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    /// Carries the reason out of the walk.
    private static final class Unopened extends RuntimeException {
        private final transient GeneralSecurityException reason;

        private Unopened(GeneralSecurityException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
