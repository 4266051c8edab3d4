package io.parley.agent.catalogue;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Text as it is compared: lower case, without accents, letters and digits only.
///
/// Folded here and not in the database, so that no extension is needed and both sides are folded alike.
final class FoldedWords {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private FoldedWords() {}

    /// Words, separated by single spaces.
    static String of(String text) {
        var plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return OTHERS.matcher(plain).replaceAll(" ").strip();
    }
}
