package io.parley.standalone.imports;

import io.parley.standalone.process.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./parley import`: puts a tenant's products, orders or documents into the running system.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts a tenant's products, orders or documents into the running system.",
            "products and orders: one file, CSV with a header line or JSON, which replaces all that there were.",
            "documents: .md, .txt, .html or .pdf, each in the place of the one of its name."
        },
        footer = {
            "",
            "Columns of products: id, name, description, category, price, currency, stock, image_url, url.",
            "Columns of orders: number, status, items, total, currency, tracking, tracking_url, email, phone, customer_id."
        })
public final class ImportCommand implements Callable<Integer> {

    private static final Map<String, String> TABLES = Map.of("csv", "text/csv", "json", "application/json");
    private static final Map<String, String> DOCUMENTS = Map.of(
            "md", "text/markdown",
            "txt", "text/plain",
            "html", "text/html",
            "htm", "text/html",
            "pdf", "application/pdf");
    /// Where `up` keeps the token that it has made.
    private static final Path MADE_BY_UP = Path.of(".parley", "secrets", "admin-token");

    private enum Kind {
        PRODUCTS,
        ORDERS,
        DOCUMENTS
    }

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "products|orders|documents", description = "What the files hold.")
    private Kind kind = Kind.PRODUCTS;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "The files.")
    private List<Path> files = List.of();

    @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose they are.")
    private String tenant = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:8082",
            description = "Where agent-worker is (default: ${DEFAULT-VALUE}).")
    private String url = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The admin token (default: PARLEY_ADMIN_TOKEN, else what `up` has made in .parley).")
    private @Nullable String token;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkUse();
        try (var api = new TenantApi(address(), token())) {
            for (var file : files) {
                send(api, file);
            }
        }
        return 0;
    }

    private void checkUse() {
        if (!tenant.matches("[a-z0-9-]{1,40}")) {
            throw wrongUse("--tenant is the id of a tenant");
        }
        if (kind != Kind.DOCUMENTS && files.size() > 1) {
            throw wrongUse("one file replaces all " + word() + ": give one");
        }
        files.forEach(this::mediaType);
    }

    private ParameterException wrongUse(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private String mediaType(Path file) {
        var types = kind == Kind.DOCUMENTS ? DOCUMENTS : TABLES;
        var name = file.getFileName().toString();
        var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(types.get(ending))
                .orElseThrow(() -> wrongUse(file + ": a file of " + word() + " ends in ."
                        + String.join(", .", types.keySet().stream().sorted().toList())));
    }

    private URI address() {
        try {
            var address = URI.create(url.replaceAll("/+$", ""));
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw wrongUse("--url is an address such as http://localhost:8082");
    }

    private String token() throws IOException {
        var given = Optional.ofNullable(token)
                .or(() -> Optional.ofNullable(System.getenv("PARLEY_ADMIN_TOKEN")))
                .filter(text -> !text.isBlank());
        if (given.isEmpty() && !Files.isReadable(MADE_BY_UP)) {
            throw new Failure("no admin token: give --token, or set PARLEY_ADMIN_TOKEN");
        }
        return given.isPresent() ? given.get() : Files.readString(MADE_BY_UP).strip();
    }

    private void send(TenantApi api, Path file) throws IOException, InterruptedException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Failure("cannot read the file " + file);
        }
        try {
            var answer = api.put(tenant, target(file), mediaType(file), Files.readAllBytes(file));
            var count = answer.path(word());
            command.commandLine()
                    .getOut()
                    .println(
                            count.isNumber()
                                    ? tenant + ": " + count.asInt() + " " + word()
                                    : tenant + ": " + file.getFileName());
        } catch (Failure e) {
            throw new Failure(file + ": " + e.getMessage(), e);
        }
    }

    private String target(Path file) {
        var name = URLEncoder.encode(file.getFileName().toString(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return kind == Kind.DOCUMENTS ? "documents/" + name : word();
    }
}
