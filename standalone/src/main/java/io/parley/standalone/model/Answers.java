package io.parley.standalone.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of an answer, made from nothing but the request; the same request always gets the same words.
final class Answers {

    /// How answers are made.
    enum Mode {
        /// From the passage of the prompt that fits best.
        PROMPT,
        /// `echo: ` and all that the customer has written since the last answer, so that a checker sees what was
        /// covered.
        ECHO,
        /// The whole request, as the worst model would: what must not be in it must not be seen.
        LEAKY
    }

    private static final int MAX_PASSAGES = 3;
    private static final Pattern GREETING = Pattern.compile(
            "^\\W*(hola|buen[oa]s?( (dias?|tardes|noches))?|hello|hi|hey|good (morning|afternoon|evening))\\b.*");
    private static final Pattern THANKS = Pattern.compile(".*\\b(gracias|thanks|thank you)\\b.*");
    private static final Pattern NAME = Pattern.compile(
            "(?iu)\\b(?:me llamo|mi nombre es|my name is|i am called|soy|i'm|i am)\\s+(\\p{Lu}\\p{L}+)");
    private static final Pattern ASKS_NAME =
            Pattern.compile(".*(como me llamo|mi nombre\\b.*\\?|what is my name|what's my name|who am i|quien soy).*");

    private Answers() {}

    static String to(ChatRequest request, Mode mode) {
        return switch (mode) {
            case ECHO -> "echo: " + String.join(" | ", request.unanswered());
            case LEAKY -> leak(request);
            case PROMPT -> fromPrompt(request);
        };
    }

    private static String leak(ChatRequest request) {
        StringBuilder all = new StringBuilder();
        request.messages()
                .forEach(message -> all.append(message.role())
                        .append(": ")
                        .append(message.text())
                        .append('\n'));
        request.tools()
                .forEach(tool -> all.append("tool ")
                        .append(tool.name())
                        .append(": ")
                        .append(tool.description())
                        .append('\n'));
        return all.toString();
    }

    private static String fromPrompt(ChatRequest request) {
        boolean spanish = Words.isSpanish(request.prompt() + " " + String.join(" ", request.written()));
        List<String> sentences = new ArrayList<>();
        List<String> results = request.toolResults();
        if (results.isEmpty()) {
            sentences.addAll(answer(request, spanish));
        } else {
            sentences.add(
                    (spanish ? "Esto es lo que encontré: " : "This is what I found: ") + String.join(" ", results));
        }
        if (request.isFirst()) {
            sentences.add("(stand-in model)");
        }
        return String.join(" ", sentences);
    }

    private static List<String> answer(ChatRequest request, boolean spanish) {
        List<String> questions = request.unanswered().stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
        String all = Words.plain(String.join(" ", questions));
        Optional<String> name = name(request.written());
        if (ASKS_NAME.matcher(all).matches()) {
            return List.of(aboutName(name, spanish));
        }
        List<String> sentences = new ArrayList<>();
        if (GREETING.matcher(all).matches()) {
            sentences.add((spanish ? "¡Hola" : "Hello")
                    + name.map(known -> ", " + known).orElse("") + "!");
        }
        sentences.addAll(passages(request, questions));
        if (sentences.isEmpty() && THANKS.matcher(all).matches()) {
            sentences.add(spanish ? "¡De nada!" : "You are welcome!");
        }
        if (sentences.isEmpty()) {
            sentences.add(unknown(request, spanish));
        } else if (sentences.getLast().endsWith("!")) {
            sentences.add(spanish ? "¿En qué puedo ayudarte?" : "How can I help you?");
        }
        return sentences;
    }

    private static Set<String> passages(ChatRequest request, List<String> questions) {
        Passages passages = new Passages(request.prompt());
        List<String> written = request.written();
        List<String> before =
                written.subList(0, written.size() - request.unanswered().size());
        Set<String> found = new LinkedHashSet<>();
        for (String question : questions.subList(Math.max(0, questions.size() - MAX_PASSAGES), questions.size())) {
            passages.find(question, before).ifPresent(found::add);
        }
        return found;
    }

    private static String unknown(ChatRequest request, boolean spanish) {
        List<String> topics = new Passages(request.prompt()).topics();
        String apology = spanish ? "No tengo ese dato." : "I do not have that information.";
        if (topics.isEmpty()) {
            return apology;
        }
        String known = spanish ? " Puedo contarte sobre: " : " I can tell you about: ";
        return apology + known + String.join(", ", topics) + ".";
    }

    private static String aboutName(Optional<String> name, boolean spanish) {
        if (name.isEmpty()) {
            return spanish ? "Todavía no me dijiste tu nombre." : "You have not told me your name yet.";
        }
        return (spanish ? "Te llamas " : "Your name is ") + name.get() + ".";
    }

    private static Optional<String> name(List<String> written) {
        for (String text : written.reversed()) {
            Matcher matcher = NAME.matcher(text);
            if (matcher.find() && Character.isUpperCase(matcher.group(1).charAt(0))) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }
}
