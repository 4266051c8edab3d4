package io.parley.standalone.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What is answered, made from nothing but the request; the same request always gets the same answer.
final class Answers {

    /// How answers are made.
    enum Mode {
        /// As well as the stand-in can: with tools, and from the passage of the prompt that fits best.
        PROMPT,
        /// `echo: ` and all that the customer has written since the last answer, so that a checker sees what was
        /// covered.
        ECHO,
        /// As the worst model would: tries every tool with what is not the customer's, then says all that it was given.
        LEAKY
    }

    private static final int MAX_QUESTIONS = 5;
    private static final int MAX_CALLS = 4;
    private static final String SIGNATURE = "(stand-in model)";
    private static final List<Plan> PLANS = List.of(
            new HandOverPlan(),
            new AppointmentsPlan(),
            new BookingPlan(),
            new OrderPlan(),
            new ProductPlan(false),
            new PromptPlan(),
            new NamedToolPlan(),
            new KnowledgePlan(),
            new ProductPlan(true));

    private final Talk talk;
    private final SmallTalk smallTalk;
    private final Optional<String> greeting;
    private final Set<ToolCall> asks = new LinkedHashSet<>();
    private final Set<String> sentences = new LinkedHashSet<>();
    private final List<JsonNode> products = new ArrayList<>();
    private boolean open;

    private Answers(Talk talk) {
        this.talk = talk;
        this.smallTalk = new SmallTalk(talk);
        this.greeting = smallTalk.greeting();
    }

    static Answer to(ChatRequest request, Mode mode) {
        return switch (mode) {
            case ECHO -> Answer.say("echo: " + String.join(" | ", request.unanswered()));
            case LEAKY -> new Leak(request).answer();
            case PROMPT -> new Answers(new Talk(request)).answer();
        };
    }

    private Answer answer() {
        Optional<String> name = smallTalk.aboutName();
        if (name.isPresent()) {
            return Answer.say(signed(name.get()));
        }
        List<Question> questions = talk.questions();
        questions
                .subList(Math.max(0, questions.size() - MAX_QUESTIONS), questions.size())
                .forEach(this::consider);
        List<ToolCall> calls = asks.stream()
                .limit(Math.max(0, MAX_CALLS - talk.steps().size()))
                .toList();
        return calls.isEmpty() ? inWords() : Answer.call(calls);
    }

    private void consider(Question question) {
        switch (move(question).orElse(null)) {
            case Move.Ask ask -> {
                asks.add(ask.call());
                open = true;
            }
            case Move.Say say -> {
                sentences.add(say.words());
                say.products().stream()
                        .filter(product -> !products.contains(product))
                        .forEach(products::add);
            }
            case null -> open |= !SmallTalk.is(question);
        }
    }

    private Optional<Move> move(Question question) {
        Optional<ChatRequest.Tool> insisted = insisted();
        if (insisted.isPresent()) {
            return insisted.map(tool -> NamedToolPlan.use(tool, question, talk));
        }
        return SmallTalk.is(question) && !ProductPlan.isForAll(question)
                ? Optional.empty()
                : PLANS.stream()
                        .flatMap(plan -> plan.about(question, talk).stream())
                        .findFirst();
    }

    /// The tool that the request insists on: the one that it names, or any.
    private Optional<ChatRequest.Tool> insisted() {
        String choice = talk.toolChoice();
        if (choice.equals("auto") || choice.equals("none") || !talk.steps().isEmpty()) {
            return Optional.empty();
        }
        return choice.equals("required") ? talk.tools().stream().findFirst() : talk.tool(choice);
    }

    private Answer inWords() {
        if (sentences.isEmpty()) {
            sentences.add(
                    open || greeting.isEmpty()
                            ? smallTalk.nothingFound()
                            : talk.say("¿En qué puedo ayudarte?", "How can I help you?"));
        }
        String words = Stream.concat(greeting.stream(), sentences.stream()).collect(Collectors.joining(" "));
        if (products.isEmpty()) {
            return Answer.say(signed(words));
        }
        ToolCall cards = Showing.call(signed(words), products, talk);
        return talk.offers(Showing.TOOL)
                        && talk.result(cards).isEmpty()
                        && talk.steps().size() < MAX_CALLS
                ? Answer.call(List.of(cards))
                : Answer.say(signed(words + " " + Showing.inWords(products, talk)));
    }

    private String signed(String words) {
        return talk.isFirst() ? words + " " + SIGNATURE : words;
    }
}
