package io.parley.standalone.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/// `docker-compose.yml` as far as a process needs it: what each service is started with.
final class ComposeFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");

    private final Path file;
    private final Map<String, Map<String, Object>> services;

    private ComposeFile(Path file, Map<String, Map<String, Object>> services) {
        this.file = file;
        this.services = services;
    }

    @SuppressWarnings("unchecked")
    static ComposeFile read(Path file) throws IOException {
        Map<String, Object> root = new Yaml().load(Files.readString(file));
        return new ComposeFile(file, (Map<String, Map<String, Object>>) root.get("services"));
    }

    /// Names of the services that are built from this repository, in the file's order.
    List<String> ours() {
        return services.keySet().stream()
                .filter(name -> services.get(name).containsKey("command"))
                .toList();
    }

    /// What comes behind `./parley`.
    @SuppressWarnings("unchecked")
    List<String> command(String service) {
        return (List<String>) services.get(service).getOrDefault("command", List.of());
    }

    /// The service's environment, env files included, with the defaults of its variables.
    Map<String, String> environment(String service) throws IOException {
        var environment = new LinkedHashMap<String, String>();
        for (Object envFile : (List<?>) services.get(service).getOrDefault("env_file", List.of())) {
            if (envFile instanceof String name) {
                readEnvFile(name, environment);
            }
        }
        ((Map<?, ?>) services.get(service).getOrDefault("environment", Map.of()))
                .forEach((name, value) -> environment.put(name.toString(), withDefaults(value.toString())));
        return environment;
    }

    /// Path in the container → path in this checkout, for what is mounted from it.
    Map<String, Path> mounts(String service) {
        var mounts = new LinkedHashMap<String, Path>();
        for (Object volume : (List<?>) services.get(service).getOrDefault("volumes", List.of())) {
            var parts = volume.toString().split(":", -1);
            if (parts[0].startsWith("./")) {
                mounts.put(parts[1], file.resolveSibling(parts[0]).normalize());
            }
        }
        return mounts;
    }

    private void readEnvFile(String name, Map<String, String> environment) throws IOException {
        Files.readAllLines(file.resolveSibling(name)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .forEach(pair -> environment.put(pair[0], pair[1]));
    }

    private static String withDefaults(String value) {
        return VARIABLE.matcher(value).replaceAll(variable -> variable.group(2).replace("$", "\\$"));
    }
}
