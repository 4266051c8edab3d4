package io.parley.standalone.model;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What little the stand-in knows of language: which words carry meaning, and Spanish from English.
final class Words {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern ACCENT = Pattern.compile("\\p{M}");
    private static final int STEM = 5;

    private static final Set<String> SPANISH = Set.of(
            "el", "la", "los", "las", "de", "del", "que", "en", "un", "una", "y", "es", "con", "para", "por", "al",
            "se", "su", "lo", "como", "mas", "pero", "sus", "le", "ya", "este", "si", "mi", "me", "te", "tu", "hola",
            "cuanto", "cuesta", "cuestan", "donde", "cuando", "tienen", "tienes", "quiero", "puedo", "hay", "son",
            "gracias", "esta", "estan", "eres", "sos", "cual", "vale", "soy", "llamo", "nombre");
    private static final Set<String> ENGLISH = Set.of(
            "the", "a", "an", "of", "to", "and", "in", "is", "are", "for", "on", "with", "at", "by", "it", "you",
            "your", "i", "my", "me", "do", "does", "can", "what", "how", "much", "many", "where", "when", "which",
            "have", "has", "hello", "hi", "thanks", "please", "we", "our", "be", "or", "this", "that", "there", "was",
            "will", "would", "am", "name", "cost", "costs");

    private Words() {}

    /// The words of `text` that carry meaning, without accents, cut so that singular and plural are the same.
    static Set<String> stems(String text) {
        return WORD.matcher(plain(text))
                .results()
                .map(found -> found.group())
                .filter(word -> !SPANISH.contains(word) && !ENGLISH.contains(word))
                .map(Words::stem)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static boolean isSpanish(String text) {
        return count(text, SPANISH) > count(text, ENGLISH);
    }

    /// Lower case, without accents.
    static String plain(String text) {
        return ACCENT.matcher(Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("");
    }

    private static String stem(String word) {
        boolean number = Character.isDigit(word.charAt(0));
        if (number) {
            return word;
        }
        String singular = word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
        return singular.length() > STEM ? singular.substring(0, STEM) : singular;
    }

    private static long count(String text, Set<String> words) {
        return WORD.matcher(plain(text))
                .results()
                .filter(found -> words.contains(found.group()))
                .count();
    }
}
