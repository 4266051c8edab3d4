package io.parley.standalone.service;

import io.parley.schemas.settings.SecretSealer;
import io.parley.standalone.process.Failure;
import io.parley.standalone.service.Setting.Missing;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What each service reads from the environment, as `docs/settings.md` says.
public final class Settings {

    private static final int MIN_TOKEN = 16;

    private Settings() {}

    /// All settings of a service.
    public static List<Setting> of(ServiceKind kind) {
        List<Setting> settings = new ArrayList<>(List.of(
                Setting.optional("SERVER_PORT", String.valueOf(kind.port()), value -> number(value, 0, 65_535)),
                Setting.optional("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092", Settings::addresses),
                Setting.optional("PARLEY_PARTITIONS", "24", value -> number(value, 1, 1_000)),
                Setting.secret("PARLEY_SECRETS_KEYSET", Missing.ERROR, Settings::keyset),
                Setting.secret("PARLEY_ADMIN_TOKEN", Missing.WARNING, Settings::token),
                Setting.secret("PARLEY_INTERNAL_TOKEN", Missing.WARNING, Settings::token)));
        switch (kind) {
            case AGENT_WORKER -> settings.addAll(worker());
            case INGRESS_WEBHOOKS ->
                settings.add(new Setting("PARLEY_TURNS_URL", "", Missing.FINE, false, Settings::url));
            case EGRESS_ROUTER -> {
                settings.add(node());
                settings.add(Setting.optional("PARLEY_STATE_DIR", ".parley/egress-router", Settings::anything));
            }
            case INGRESS_WS -> {
                settings.add(node());
                settings.add(new Setting("PARLEY_PUBLIC_URL", "", Missing.FINE, false, Settings::url));
                settings.addAll(sockets());
            }
        }
        return settings;
    }

    private static Setting node() {
        return new Setting("PARLEY_NODE_ID", "", Missing.FINE, false, Settings::anything);
    }

    private static List<Setting> sockets() {
        return List.of(
                Setting.optional("PARLEY_MAX_SOCKETS", "20000", value -> number(value, 1, 999_999)),
                Setting.optional("PARLEY_SEND_BUDGET", "1MB", Settings::size),
                Setting.optional("PARLEY_NODE_SEND_BUDGET", "64MB", Settings::size),
                Setting.optional("PARLEY_STUCK_AFTER", "20s", Settings::duration),
                Setting.optional("PARLEY_DRAIN_WINDOW", "20s", Settings::duration),
                Setting.optional("PARLEY_DRAIN_PACE", "500", value -> number(value, 1, 999_999)),
                Setting.optional("PARLEY_DRAIN_PATIENCE", "10s", Settings::duration));
    }

    private static List<Setting> worker() {
        return List.of(
                Setting.optional(
                        "SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost:5433/parley", Settings::database),
                Setting.optional("SPRING_DATASOURCE_USERNAME", "parley", Settings::anything),
                Setting.secret("SPRING_DATASOURCE_PASSWORD", Missing.FINE, Settings::anything),
                Setting.optional("OPENAI_BASE_URL", "http://localhost:8086/v1", Settings::url),
                Setting.secret("OPENAI_API_KEY", Missing.WARNING, Settings::anything),
                Setting.optional("OPENAI_MODEL", "gpt-4o-mini", Settings::anything),
                Setting.optional("OPENAI_TRANSCRIPTION_MODEL", "whisper-1", Settings::anything),
                Setting.optional("TIENDANUBE_API_BASE_URL", "https://api.tiendanube.com/v1", Settings::url),
                Setting.optional("PARLEY_MEDIA_STORE", "file:.parley/media", Settings::mediaStore),
                new Setting(
                        "SPRING_MAIL_HOST",
                        "",
                        Missing.WARNING,
                        "no team is told by mail that a customer asks for a person",
                        false,
                        Settings::anything),
                Setting.optional("SPRING_MAIL_PORT", "25", value -> number(value, 1, 65_535)),
                new Setting("SPRING_MAIL_USERNAME", "", Missing.FINE, false, Settings::anything),
                Setting.secret("SPRING_MAIL_PASSWORD", Missing.FINE, Settings::anything),
                new Setting("PARLEY_MAIL_FROM", "", Missing.FINE, false, Settings::email),
                new Setting("PARLEY_TENANTS_FILE", "", Missing.WARNING, false, Settings::tenants));
    }

    private static Optional<String> number(String value, int min, int max) {
        boolean right = value.matches("\\d{1,6}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max;
        return right ? Optional.empty() : Optional.of("a number from " + min + " to " + max + " is right");
    }

    private static Optional<String> size(String value) {
        return value.matches("\\d{1,9}(B|KB|MB|GB)?") ? Optional.empty() : Optional.of("a size such as 64MB is right");
    }

    private static Optional<String> duration(String value) {
        return value.matches("\\d{1,9}(ms|s|m|h)") ? Optional.empty() : Optional.of("a time such as 20s is right");
    }

    private static Optional<String> addresses(String value) {
        boolean right = value.matches("[^\\s:,]+:\\d{1,5}(,[^\\s:,]+:\\d{1,5})*");
        return right ? Optional.empty() : Optional.of("host:port is right, several with commas");
    }

    private static Optional<String> database(String value) {
        return value.startsWith("jdbc:postgresql:")
                ? Optional.empty()
                : Optional.of("jdbc:postgresql://host:port/database is right");
    }

    private static Optional<String> mediaStore(String value) {
        return value.matches("file:.+|s3://[^/?]+(\\?.*)?")
                ? Optional.empty()
                : Optional.of("file:DIR or s3://bucket?endpoint=…&region=… is right");
    }

    private static Optional<String> url(String value) {
        try {
            URI url = new URI(value);
            if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
                return Optional.empty();
            }
        } catch (URISyntaxException e) {
            // said below
        }
        return Optional.of("a URL with http or https is right");
    }

    private static Optional<String> email(String value) {
        return value.matches("[^\\s@]+@[^\\s@]+") ? Optional.empty() : Optional.of("an e-mail address is right");
    }

    private static Optional<String> keyset(String value) {
        try {
            SecretSealer.of(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("a Tink AEAD keyset in JSON is right");
        }
    }

    private static Optional<String> token(String value) {
        return value.length() >= MIN_TOKEN
                ? Optional.empty()
                : Optional.of("at least " + MIN_TOKEN + " characters are right");
    }

    private static Optional<String> tenants(String value) {
        try {
            TenantsFile.check(Path.of(value));
            return Optional.empty();
        } catch (Failure e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static Optional<String> anything(String value) {
        return Optional.empty();
    }
}
