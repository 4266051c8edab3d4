package io.parley.standalone.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Greetings, thanks, names, and what is said when there is nothing to say.
final class SmallTalk {

    private static final Pattern GREETING = Pattern.compile(
            "^\\W*(hola|buen[oa]s?( (dias?|tardes|noches))?|hello|hi|hey|good (morning|afternoon|evening))\\b.*");
    private static final Pattern THANKS = Pattern.compile(".*\\b(gracias|thanks|thank you)\\b.*");
    private static final Pattern ASKS_NAME =
            Pattern.compile(".*(como me llamo|mi nombre\\b.*\\?|what is my name|what's my name|who am i|quien soy).*");
    private static final Set<String> NOTHING = Words.stems(
            "ok okay dale vale bien bueno buena perfecto genial listo claro entiendo great fine good yes no sure nice "
                    + "nada mas nothing else more");

    private final Talk talk;
    private final String all;

    SmallTalk(Talk talk) {
        this.talk = talk;
        this.all = talk.questions().stream()
                .map(question -> Words.plain(question.text()))
                .collect(Collectors.joining(" "));
    }

    /// Whether a question has nothing in it that a tool could know.
    static boolean is(Question question) {
        Set<String> said = new HashSet<>(question.stems());
        Mentioned.name(List.of(question.text())).ifPresent(name -> said.removeAll(Words.stems(name)));
        return NOTHING.containsAll(said);
    }

    Optional<String> aboutName() {
        if (!ASKS_NAME.matcher(all).matches()) {
            return Optional.empty();
        }
        return Optional.of(name().map(name -> talk.say("Te llamas ", "Your name is ") + name + ".")
                .orElse(talk.say("Todavía no me dijiste tu nombre.", "You have not told me your name yet.")));
    }

    Optional<String> greeting() {
        return GREETING.matcher(all).matches()
                ? Optional.of(talk.say("¡Hola", "Hello")
                        + name().map(known -> ", " + known).orElse("") + "!")
                : Optional.empty();
    }

    /// When nothing else has been said.
    String nothingFound() {
        if (THANKS.matcher(all).matches()) {
            return talk.say("¡De nada!", "You are welcome!");
        }
        if (!all.isBlank() && talk.questions().stream().allMatch(SmallTalk::is)) {
            return talk.say("¡Muy bien!", "Very well!");
        }
        String topics = String.join(", ", new Passages(talk.prompt()).topics());
        return talk.say("No tengo ese dato.", "I do not have that information.")
                + (topics.isEmpty()
                        ? ""
                        : talk.say(" Puedo contarte sobre: ", " I can tell you about: ") + topics + ".")
                + (talk.offers(HandOverPlan.TOOL)
                        ? talk.say(" ¿Quieres hablar con una persona?", " Would you like to talk to a person?")
                        : "");
    }

    private Optional<String> name() {
        return Mentioned.name(talk.written());
    }
}
