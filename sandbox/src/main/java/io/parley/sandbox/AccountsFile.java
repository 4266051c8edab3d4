package io.parley.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The tenants file, read again whenever it has changed. A file that cannot be read leaves the accounts as they were.
final class AccountsFile implements Supplier<List<Account>> {

    private static final Logger LOG = LoggerFactory.getLogger(AccountsFile.class);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    private final Path file;
    private final Map<String, String> environment;
    private volatile Read read;

    private record Read(@Nullable FileTime changed, List<Account> accounts) {}

    /// @param environment what `${NAME:default}` refers to
    /// @throws IllegalArgumentException when the file cannot be read
    AccountsFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        try {
            this.read = new Read(Files.getLastModifiedTime(file), parse());
        } catch (IOException | UncheckedIOException | YAMLException | JacksonException e) {
            throw new IllegalArgumentException("cannot read the tenants file " + file, e);
        }
    }

    @Override
    public List<Account> get() {
        Read known = read;
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (now.equals(known.changed())) {
                return known.accounts();
            }
            read = new Read(now, parse());
        } catch (IOException | UncheckedIOException | YAMLException | JacksonException e) {
            LOG.atDebug().log("the tenants file cannot be read");
        }
        return read.accounts();
    }

    private List<Account> parse() throws IOException {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(resolved(Files.readString(file)));
        JsonNode tenants = Json.MAPPER.<JsonNode>valueToTree(tree).path("tenants");
        return tenants.valueStream().flatMap(AccountsFile::accounts).toList();
    }

    private static Stream<Account> accounts(JsonNode tenant) {
        String id = tenant.path("id").asString("");
        String name = tenant.path("name").asString(id);
        Stream<Account> channels = tenant.path("channels")
                .valueStream()
                .map(channel -> new Account(
                        channel.path("id").asString(""), channel.path("kind").asString(""), id, name, channel));
        return Stream.concat(channels, shop(tenant.path("agent").path("catalogue"), id, name));
    }

    /// A shop elsewhere is an account, too, and its id is the store's.
    private static Stream<Account> shop(JsonNode catalogue, String tenant, String name) {
        return Stream.of(catalogue)
                .filter(shop -> shop.has("store-id"))
                .map(shop -> new Account(
                        shop.path("store-id").asString(""), shop.path("kind").asString(""), tenant, name, shop));
    }

    private String resolved(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String standard = match.group(2) == null ? "" : match.group(2);
            return Matcher.quoteReplacement(environment.getOrDefault(match.group(1), standard));
        });
    }
}
