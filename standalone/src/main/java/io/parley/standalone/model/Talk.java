package io.parley.standalone.model;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A request as the plans see it.
final class Talk {

    private static final Pattern NOW = Pattern.compile("(?m)^Today is .*?(\\d{4}-\\d{2}-\\d{2}), (\\d{2}:\\d{2}).*$");
    private static final Pattern LANGUAGE = Pattern.compile("\\b(?:(en espanol|in spanish)|en ingles|in english)\\b");
    private static final Pattern HANDED_BACK = Pattern.compile("(?i)\\[[^]]*\\bhand(ed|s)?\\b[^]]*\\bback\\b[^]]*]");

    private final ChatRequest request;
    private final String prompt;
    private final boolean spanish;
    private final List<Step> steps;
    private final List<Question> questions;

    Talk(ChatRequest request) {
        this.request = request;
        this.prompt = NOW.matcher(request.prompt()).replaceAll("");
        this.spanish = isSpanish(prompt, String.join(" ", request.written()));
        this.steps = request.steps();
        this.questions = unanswered()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("[in reply to"))
                .map(Question::of)
                .toList();
    }

    /// The language that the prompt asks for, else that of most of its words and the customer's.
    private static boolean isSpanish(String prompt, String written) {
        Matcher asked = LANGUAGE.matcher(Words.plain(prompt));
        return asked.find() ? asked.group(1) != null : Words.isSpanish(prompt + " " + written);
    }

    /// What the customer has written since the last answer, or since the team has handed the talk back.
    private String unanswered() {
        String all = String.join("\n", request.unanswered());
        Matcher marker = HANDED_BACK.matcher(all);
        int from = 0;
        while (marker.find()) {
            from = marker.end();
        }
        return all.substring(from);
    }

    List<Question> questions() {
        return questions;
    }

    /// What the customer had written before, oldest first.
    List<String> earlier() {
        List<String> written = request.written();
        return written.subList(0, written.size() - request.unanswered().size());
    }

    /// Everything that the customer has written, oldest first.
    List<String> written() {
        return request.written();
    }

    /// What the company has to say, without what changes from minute to minute.
    String prompt() {
        return prompt;
    }

    boolean spanish() {
        return spanish;
    }

    String say(String spanish, String english) {
        return this.spanish ? spanish : english;
    }

    /// The tools that may be called.
    List<ChatRequest.Tool> tools() {
        return request.toolChoice().equals("none") ? List.of() : request.tools();
    }

    String toolChoice() {
        return request.toolChoice();
    }

    Optional<ChatRequest.Tool> tool(String name) {
        return tools().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    boolean offers(String tool) {
        return tool(tool).isPresent();
    }

    /// Calls made since the last answer.
    List<Step> steps() {
        return steps;
    }

    /// What came of this very call, if it has been made.
    Optional<Result> result(ToolCall call) {
        return steps.stream()
                .filter(step -> step.call().equals(call))
                .map(Step::result)
                .findFirst();
    }

    /// When the request was made, where the company is.
    Optional<LocalDateTime> now() {
        return NOW.matcher(request.prompt())
                .results()
                .map(found -> LocalDateTime.of(LocalDate.parse(found.group(1)), LocalTime.parse(found.group(2))))
                .reduce((first, second) -> second);
    }

    boolean isFirst() {
        return request.isFirst();
    }

    /// All that waits for an answer, in one line.
    String lastWords() {
        return questions.stream().map(Question::text).collect(Collectors.joining(" "));
    }
}
