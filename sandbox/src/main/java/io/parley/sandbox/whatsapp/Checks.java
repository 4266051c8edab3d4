package io.parley.sandbox.whatsapp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The small rules of which the rules on content are made. Each is empty where its rule is kept.
final class Checks {

    private Checks() {}

    @SafeVarargs
    static Optional<MetaError> first(Optional<MetaError>... checks) {
        for (var check : checks) {
            if (check.isPresent()) {
                return check;
            }
        }
        return Optional.empty();
    }

    static Optional<MetaError> unless(boolean kept, MetaError error) {
        return kept ? Optional.empty() : Optional.of(error);
    }

    /// A text that must be there, in characters as people count them.
    static Optional<MetaError> text(JsonNode holder, String field, String name, int longest) {
        var text = holder.path(field);
        if (!text.isString() || text.stringValue().isEmpty()) {
            return Optional.of(MetaError.missing(name, "string"));
        }
        return atMost(text.stringValue(), name, longest);
    }

    static Optional<MetaError> optionalText(JsonNode holder, String field, String name, int longest) {
        return holder.path(field).isMissingNode()
                ? Optional.empty()
                : atMost(holder.path(field).asString(""), name, longest);
    }

    static Optional<MetaError> atMost(String text, String name, int longest) {
        return unless(
                text.codePointCount(0, text.length()) <= longest,
                MetaError.invalidValue(name + " is too long. Max length is " + longest));
    }

    static Optional<MetaError> unique(List<String> ids, String name) {
        return unless(
                new HashSet<>(ids).size() == ids.size(), MetaError.invalidValue(name + " must be unique in a message"));
    }

    /// Public http(s) addresses only; nothing is fetched.
    static Optional<MetaError> link(String link, String name) {
        try {
            var url = new URI(link);
            var isWeb = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return unless(isWeb && url.getHost() != null, notALink(name));
        } catch (URISyntaxException e) {
            return Optional.of(notALink(name));
        }
    }

    private static MetaError notALink(String name) {
        return MetaError.invalidParameter("Param " + name + " is not a valid URI.");
    }
}
