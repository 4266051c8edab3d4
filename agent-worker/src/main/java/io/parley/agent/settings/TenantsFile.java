package io.parley.agent.settings;

import io.parley.channels.Channels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The tenants file, read and found valid.
///
/// @param tenants the tenants' entries in the file's order, placeholders resolved: secrets are readable
/// @param hash changes whenever anything in the entries does
public record TenantsFile(List<JsonNode> tenants, String hash) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    /// What `${NAME}` stands for; null for nothing.
    @FunctionalInterface
    public interface Placeholders {
        @Nullable
        String value(String name);
    }

    public TenantsFile {
        tenants = List.copyOf(tenants);
    }

    /// Reads and checks the whole file.
    ///
    /// @param environment what `${NAME:default}` refers to
    /// @param channels the kinds whose accounts have known fields
    /// @throws InvalidTenantsFile when it is missing, unreadable or wrong, with one line that names the place
    public static TenantsFile read(Path file, Placeholders environment, Channels channels) {
        var tree = JSON.<JsonNode>valueToTree(yaml(file));
        if (!tree.isObject()
                || !tree.path("tenants").isArray()
                || tree.path("tenants").isEmpty()) {
            throw new InvalidTenantsFile(file.toString(), "must begin with 'tenants:' and a list of at least one");
        }
        tree.properties().stream()
                .filter(field -> !field.getKey().equals("tenants"))
                .findFirst()
                .ifPresent(field -> {
                    throw new InvalidTenantsFile(file.toString(), "unknown key '" + field.getKey() + "'");
                });
        var resolved = resolve(tree.path("tenants"), file + ": tenants", environment);
        var checked = Rule.list(TenantRules.tenantEntry(channels)).check(resolved, file + ": tenants");
        requireUnique(checked, file);
        return new TenantsFile(
                StreamSupport.stream(checked.spliterator(), false).toList(), hash(checked));
    }

    private static Object yaml(Path file) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
            return tree == null ? Map.of() : tree;
        } catch (NoSuchFileException e) {
            throw new InvalidTenantsFile(file.toString(), "there is no such file (PARLEY_TENANTS_FILE)");
        } catch (IOException e) {
            throw new InvalidTenantsFile(file.toString(), "can't be read: " + e.getMessage());
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new InvalidTenantsFile(file + " line " + line, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new InvalidTenantsFile(file.toString(), "not YAML: " + firstLine(e));
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }

    private static JsonNode resolve(JsonNode node, String place, Placeholders environment) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field -> copy.set(
                                field.getKey(), resolve(field.getValue(), place + "." + field.getKey(), environment)));
                yield copy;
            }
            case JsonNode array
            when array.isArray() -> {
                var copy = JsonNodeFactory.instance.arrayNode();
                for (int i = 0; i < array.size(); i++) {
                    copy.add(resolve(array.get(i), place + "[" + i + "]", environment));
                }
                yield copy;
            }
            case JsonNode text
            when text.isString() ->
                JsonNodeFactory.instance.stringNode(resolve(text.stringValue(), place, environment));
            default -> node;
        };
    }

    private static String resolve(String text, String place, Placeholders environment) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            var given = environment.value(match.group(1));
            var value = given == null ? match.group(2) : given;
            if (value == null) {
                throw new InvalidTenantsFile(
                        place, "the environment has no " + match.group(1) + ", and there is no default");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static void requireUnique(JsonNode tenants, Path file) {
        var places = new HashMap<String, String>();
        for (int i = 0; i < tenants.size(); i++) {
            var tenant = tenants.get(i);
            requireUnique(places, "tenant", tenant, file + ": tenants[" + i + "]");
            var channels = tenant.path("channels");
            if (channels.isEmpty()) {
                throw new InvalidTenantsFile(file + ": tenants[" + i + "].channels", "must name at least one channel");
            }
            for (int j = 0; j < channels.size(); j++) {
                requireUnique(places, "channel", channels.get(j), file + ": tenants[" + i + "].channels[" + j + "]");
            }
        }
    }

    private static void requireUnique(Map<String, String> places, String what, JsonNode entry, String place) {
        var id = entry.path("id").asString();
        var before = places.put(what + " " + id, place);
        if (before != null) {
            throw new InvalidTenantsFile(place + ".id", "'" + id + "' is taken by " + before);
        }
    }

    private static String hash(JsonNode tenants) {
        return sha256(JSON.writeValueAsString(tenants));
    }

    /// The version of one tenant's entry.
    static String version(JsonNode tenant) {
        return "v-" + sha256(JSON.writeValueAsString(tenant)).substring(0, 16);
    }

    /// The version of an entry that was made of another version: never the same twice, also where a change is undone.
    static String version(JsonNode tenant, String basis) {
        return "v-" + sha256(JSON.writeValueAsString(tenant) + "\n" + basis).substring(0, 16);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "TenantsFile[" + tenants.size() + " tenants]";
    }
}
