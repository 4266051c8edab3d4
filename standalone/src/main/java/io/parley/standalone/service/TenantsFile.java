package io.parley.standalone.service;

import io.parley.standalone.process.Failure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A look at the tenants file before anything starts, so that a mistake costs one line with its place and not a failed
/// start. The services check what they read themselves.
public final class TenantsFile {

    private static final String TENANT_ID = "[a-z0-9-]{1,40}";

    private final Path file;
    private final Set<String> tenants = new HashSet<>();
    private final Set<String> channels = new HashSet<>();

    private TenantsFile(Path file) {
        this.file = file;
    }

    /// Checks the shape of the file and the uniqueness of ids.
    ///
    /// @throws Failure naming the line and the reason
    public static void check(Path file) {
        new TenantsFile(file).check();
    }

    private void check() {
        Node root = parse().orElseThrow(() -> new Failure("the tenants file " + file + " is empty"));
        SequenceNode entries = list(root, "tenants", "the file starts with 'tenants:' and a list below it");
        entries.getValue().forEach(this::checkTenant);
    }

    private Optional<Node> parse() {
        try (Reader reader = Files.newBufferedReader(file)) {
            return Optional.ofNullable(new Yaml(new LoaderOptions()).compose(reader));
        } catch (MarkedYAMLException e) {
            throw wrong(e.getProblemMark().getLine(), e.getProblem());
        } catch (IOException e) {
            throw new Failure("cannot read the tenants file " + file, e);
        }
    }

    private void checkTenant(Node tenant) {
        String id = text(tenant, "id", "a tenant has an 'id'");
        if (!id.matches(TENANT_ID)) {
            throw wrong(tenant, "a tenant's id is up to 40 lower-case letters, digits and hyphens, not '" + id + "'");
        }
        if (!tenants.add(id)) {
            throw wrong(tenant, "the tenant '" + id + "' is there twice");
        }
        list(tenant, "channels", "the tenant '" + id + "' has a list of 'channels'")
                .getValue()
                .forEach(this::checkChannel);
    }

    private void checkChannel(Node channel) {
        String id = text(channel, "id", "a channel has an 'id'");
        text(channel, "kind", "the channel '" + id + "' has a 'kind'");
        if (!channels.add(id)) {
            throw wrong(channel, "the channel id '" + id + "' is there twice; it is unique over all tenants");
        }
    }

    private SequenceNode list(Node parent, String key, String rule) {
        return child(parent, key)
                .filter(SequenceNode.class::isInstance)
                .map(SequenceNode.class::cast)
                .filter(list -> !list.getValue().isEmpty())
                .orElseThrow(() -> wrong(parent, rule));
    }

    private String text(Node parent, String key, String rule) {
        return child(parent, key)
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).getValue())
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> wrong(parent, rule));
    }

    private static Optional<Node> child(Node parent, String key) {
        List<NodeTuple> children = parent instanceof MappingNode mapping ? mapping.getValue() : List.of();
        return children.stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private Failure wrong(Node where, String reason) {
        return wrong(where.getStartMark().getLine(), reason);
    }

    private Failure wrong(int line, String reason) {
        return new Failure("tenants file %s, line %d: %s".formatted(file, line + 1, reason));
    }
}
