package io.parley.agent.catalogue;

import java.util.Map;

/// PostgreSQL's text search configuration of a language.
final class TextSearchLanguage {

    private static final Map<String, String> KNOWN = Map.of(
            "es", "spanish",
            "en", "english",
            "pt", "portuguese",
            "de", "german",
            "fr", "french",
            "it", "italian");

    private TextSearchLanguage() {}

    /// The configuration of this language, or the one that takes words as they are.
    ///
    /// @param language such as `es` or `pt-br`
    static String of(String language) {
        return KNOWN.getOrDefault(language.split("-", 2)[0], "simple");
    }
}
