package io.parley.ingress.ws.tenant;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// By what a tenant's tokens are known.
///
/// @param secrets for HS256, several while one replaces another; none refuses every HS256 token
/// @param jwksUrl for RS256 and ES256; empty refuses them
/// @param issuer required `iss`; empty for any
/// @param audience required `aud`; empty for any
/// @param leeway by how much clocks may differ
public record JwtRules(List<String> secrets, String jwksUrl, String issuer, String audience, Duration leeway) {

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})s?");

    public JwtRules {
        secrets = List.copyOf(secrets);
    }

    static JwtRules of(JsonNode jwt) {
        return new JwtRules(
                secrets(jwt.path("secrets")),
                jwt.path("jwks-url").asString("").strip(),
                jwt.path("issuer").asString(""),
                jwt.path("audience").asString(""),
                leeway(jwt.path("leeway").asString("30s")));
    }

    boolean acceptSome() {
        return !secrets.isEmpty() || !jwksUrl.isEmpty();
    }

    private static List<String> secrets(JsonNode node) {
        var values = node.isArray() ? node.valueStream() : Stream.of(node);
        return values.map(value -> value.asString(""))
                .filter(secret -> !secret.isBlank())
                .toList();
    }

    private static Duration leeway(String text) {
        var seconds = SECONDS.matcher(text.strip());
        return Duration.ofSeconds(seconds.matches() ? Math.min(Long.parseLong(seconds.group(1)), 300) : 30);
    }

    @Override
    public String toString() {
        return "JwtRules[" + secrets.size() + " secrets, " + jwksUrl + "]";
    }
}
