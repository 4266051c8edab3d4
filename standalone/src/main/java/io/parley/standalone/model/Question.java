package io.parley.standalone.model;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One line of what the customer has written and nobody has answered.
///
/// @param text as it was written, without what channels put in brackets around it
/// @param plain the same in lower case, without accents, greeting and thanks
record Question(String text, String plain) {

    private static final Pattern GREETING = Pattern.compile("^\\W*(hola|hello|hi|hey|buen[oa]s? (dias?|tardes|noches)|"
            + "good (morning|afternoon|evening)|buenas|buenos)\\b[\\s,.!]*");
    private static final Pattern THANKS =
            Pattern.compile("\\b(muchas gracias|gracias|thank you|thanks|por favor|please)\\b");
    private static final Pattern AROUND = Pattern.compile("\\[(button: |in reply to|forwarded)[^]]*]");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}-]*");

    /// Words that ask, and say nothing of what is asked for.
    private static final Set<String> ASKING = Words.stems(
            "precio precios cuesta cuestan coste costaria vale valen busco "
                    + "buscar buscando quiero quisiera queria necesito tienen tenes tienes tendran venden vendes ofrecen muestra "
                    + "mostrame muestrame mostrar ver mas todo todos todas algo algun alguna producto productos catalogo "
                    + "articulos disponible stock talle talles talla numero interesa comprar gusta podes puedes puede pueden "
                    + "saber decir decime dime cuanta cuantos desde hasta otra otro otros ahora categoria "
                    + "price prices cost show see look looking need want buy sell find search products product catalogue "
                    + "catalog available size sizes any some more all tell about know category give offer items item kind");

    static Question of(String line) {
        String text = AROUND.matcher(line).replaceAll("").strip();
        String plain = GREETING.matcher(Words.plain(text)).replaceFirst("");
        return new Question(text, THANKS.matcher(plain).replaceAll("").strip());
    }

    boolean has(Pattern pattern) {
        return pattern.matcher(plain).find();
    }

    Set<String> stems() {
        return Words.stems(plain);
    }

    /// What is asked for, in the customer's own words.
    String keywords() {
        return WORD.matcher(text)
                .results()
                .map(found -> found.group())
                .filter(Question::isKey)
                .filter(word -> plain.contains(Words.plain(word)))
                .collect(Collectors.joining(" "));
    }

    private static boolean isKey(String word) {
        Set<String> stems = Words.stems(word);
        return !stems.isEmpty() && word.length() > 1 && !ASKING.containsAll(stems) && !word.matches("\\d{1,2}");
    }
}
