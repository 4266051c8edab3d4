package io.parley.agent.knowledge;

import java.util.Map;

/// Which of PostgreSQL's text search configurations fits a language. All of them are there since PostgreSQL 14.
final class SearchLanguage {

    /// Knows no stems and no stop words.
    private static final String SIMPLE = "simple";

    private static final Map<String, String> CONFIGURATIONS = Map.ofEntries(
            Map.entry("ar", "arabic"),
            Map.entry("ca", "catalan"),
            Map.entry("da", "danish"),
            Map.entry("de", "german"),
            Map.entry("el", "greek"),
            Map.entry("en", "english"),
            Map.entry("es", "spanish"),
            Map.entry("eu", "basque"),
            Map.entry("fi", "finnish"),
            Map.entry("fr", "french"),
            Map.entry("ga", "irish"),
            Map.entry("hi", "hindi"),
            Map.entry("hu", "hungarian"),
            Map.entry("hy", "armenian"),
            Map.entry("id", "indonesian"),
            Map.entry("it", "italian"),
            Map.entry("lt", "lithuanian"),
            Map.entry("nb", "norwegian"),
            Map.entry("ne", "nepali"),
            Map.entry("nl", "dutch"),
            Map.entry("nn", "norwegian"),
            Map.entry("no", "norwegian"),
            Map.entry("pt", "portuguese"),
            Map.entry("ro", "romanian"),
            Map.entry("ru", "russian"),
            Map.entry("sr", "serbian"),
            Map.entry("sv", "swedish"),
            Map.entry("ta", "tamil"),
            Map.entry("tr", "turkish"),
            Map.entry("yi", "yiddish"));

    private SearchLanguage() {}

    /// @param language ISO 639-1, with or without a country
    static String configuration(String language) {
        return CONFIGURATIONS.getOrDefault(language.split("-", 2)[0], SIMPLE);
    }
}
