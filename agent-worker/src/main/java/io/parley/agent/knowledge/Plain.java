package io.parley.agent.knowledge;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// Text as it is stored and searched.
final class Plain {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\n\\t\\u200C\\u200D]]");
    private static final Pattern SPACES = Pattern.compile("[\\p{Zs}\\t]+");
    private static final Pattern LINES = Pattern.compile(" ?\\R[\\s]*");

    private Plain() {}

    /// One space between words, one line break between lines, nothing that can't be seen: PostgreSQL takes no NUL, and
    /// what no person sees in a document is nothing that a model should read.
    static String text(String raw) {
        var composed = Normalizer.normalize(raw.replace("\r", ""), Normalizer.Form.NFC);
        var seen = UNPRINTABLE.matcher(composed).replaceAll("");
        return LINES.matcher(SPACES.matcher(seen).replaceAll(" "))
                .replaceAll("\n")
                .strip();
    }

    /// The same in one line.
    static String line(String raw) {
        return text(raw).replace('\n', ' ');
    }

    /// Without accents: many people type none.
    static String unaccented(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    }
}
