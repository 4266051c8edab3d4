package io.parley.agent.catalogue;

import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import tools.jackson.databind.JsonNode;

/// Texts of Tienda Nube, which are objects with a field for each language (Tienda Nube, API documentation:
/// Internationalization).
///
/// @param main the store's own language, such as `es` or `pt_BR`
record TiendaNubeTexts(String wanted, Optional<String> main) {

    /// In the language that is wanted, else in the store's, else in any.
    String of(JsonNode texts) {
        if (texts.isString()) {
            return texts.stringValue();
        }
        return Stream.concat(Stream.of(wanted, wanted.split("-", 2)[0]), main.stream())
                .map(language -> texts.path(language).asString(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .or(() -> texts.valueStream()
                        .map(text -> text.asString(""))
                        .filter(text -> !text.isBlank())
                        .findFirst())
                .orElse("");
    }

    /// The same of HTML, without the marks.
    String plain(JsonNode html) {
        return Jsoup.parse(of(html)).text();
    }
}
