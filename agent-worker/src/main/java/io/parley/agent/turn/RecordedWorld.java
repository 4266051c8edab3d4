package io.parley.agent.turn;

import io.parley.agent.budget.Budget;
import io.parley.agent.media.Attached;
import io.parley.agent.media.Fetched;
import io.parley.agent.media.Media;
import io.parley.agent.model.Ask;
import io.parley.agent.model.Model;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import io.parley.agent.model.Transcriber;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.Toolbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a recorded turn met outside of the worker: the model, the tools, the files and the budget, each answering what
/// it answered then, or nothing where the turn did not wait for the answer.
final class RecordedWorld implements Model, Toolbox, Media, Budget {

    private static final String CALL = "tool-call";
    private static final String REQUEST = "model-request";
    private static final ModelOutcome WANTS_MORE =
            new ModelOutcome.Answered("", List.of(new Ask("", "unrecorded", "{}")), "tool_execution", 0, 0);

    private final Course course;
    private final List<Tool.Spec> tools;
    private final List<Rerun.Request> requests = new ArrayList<>();
    private final Set<Step> given = new HashSet<>();

    RecordedWorld(Course course, List<Tool.Spec> tools) {
        this.course = course;
        this.tools = tools;
    }

    List<Rerun.Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public Model.Call ask(Prompt prompt, Listener listener) {
        var request = new Rerun.Request(
                prompt.hash(), prompt.canonical(), prompt.parts().toString());
        requests.add(request);
        course.goneOn();
        var answer = course.next().filter(step -> step.kind().equals(Rounds.MODEL));
        var failure = course.failure(answer);
        if (failure.isPresent()) {
            fail(failure.get(), prompt.model(), listener);
        } else if (answer.isPresent()) {
            answer(answer.get(), request, prompt.model(), listener);
        } else if (course.wantedTooMuch()) {
            listener.ended(WANTS_MORE);
        } else if (course.next().isPresent() || course.cause().isEmpty()) {
            throw course.departed(REQUEST, course.next().map(Step::name).orElse(""), request.json());
        }
        return new Silent();
    }

    private void fail(Decision failure, String model, Listener listener) {
        course.happened(failure);
        if (course.failures().hadShown(failure)) {
            listener.text("…");
        }
        listener.ended(course.failures().failed(failure, model));
    }

    private void answer(Step step, Rerun.Request request, String model, Listener listener) {
        if (step.requestHash().equals(request.hash())) {
            answer(step, listener);
            return;
        }
        var departed = course.departed(REQUEST, step.requestHash(), request.json());
        // A process that dies takes the failures with it that it has decided on since its attempt began.
        var lost = course.lost(departed, !step.name().equals(model)).orElseThrow(() -> departed);
        listener.ended(lost);
    }

    private static void answer(Step step, Listener listener) {
        var round = Rounds.round(step);
        if (!round.text().isEmpty()) {
            listener.text(round.text());
        }
        listener.ended(new ModelOutcome.Answered(
                round.text(), round.asks(), Rounds.finish(step), step.inputTokens(), step.outputTokens()));
    }

    @Override
    public List<Tool.Spec> specs(AgentSettings settings) {
        return tools;
    }

    @Override
    public Toolbox.Call call(String name, ToolCall call, Runnable wake) {
        var outcome = course.following(Rounds.TOOL).stream()
                .filter(step -> !given.contains(step))
                .filter(step -> step.name().equals(name) && isOf(step, call))
                .findFirst()
                .map(this::outcome);
        if (outcome.isEmpty() && course.next().isPresent()) {
            throw course.departed(
                    CALL,
                    course.next().map(step -> step.kind() + " " + step.name()).orElse(""),
                    name + " " + call.arguments());
        }
        outcome.ifPresent(done -> wake.run());
        return new Toolbox.Call() {
            @Override
            public Optional<Outcome> outcome() {
                return outcome;
            }

            @Override
            public void cancel() {
                // Nothing is under way.
            }
        };
    }

    /// Whether the recorded step came of such a call: same turn, same name, same arguments.
    private boolean isOf(Step step, ToolCall call) {
        return course.asked(step)
                .map(ask -> Rounds.idempotencyKey(call.turnId(), ask))
                .filter(call.idempotencyKey()::equals)
                .isPresent();
    }

    private Outcome outcome(Step step) {
        given.add(step);
        var answer = ToolAnswer.of(step);
        return switch (answer.status()) {
            case ToolAnswer.DONE -> new Outcome.Answered(new ToolResult.Done(answer.content(), answer.cards()));
            case ToolAnswer.REFUSED ->
                new Outcome.Answered(new ToolResult.Refused(
                        answer.reason(), answer.content().path("message").asString("")));
            default ->
                new Outcome.Failed(
                        answer.reason().equals(ToolAnswer.UNKNOWN) ? Outcome.Failed.TIMEOUT : answer.reason());
        };
    }

    @Override
    public Leave reserve(String tenant, AgentSettings settings, String model, Tokens tokens) {
        course.goneOn();
        return course.exhausted()
                .<Leave>map(what -> new Leave.Exhausted(what, Instant.MAX))
                .orElseGet(() -> (Leave.Granted) used -> {});
    }

    @Override
    public Media.Call fetch(String kind, String account, Attached file, Runnable wake) {
        var hash = Findings.mediaRequest(account, file);
        var outcome = course.following(Findings.MEDIA).stream()
                .filter(step -> step.requestHash().equals(hash))
                .findFirst()
                .map(Findings::fetched);
        outcome.ifPresent(done -> wake.run());
        return new Media.Call() {
            @Override
            public Optional<Fetched> outcome() {
                return outcome;
            }

            @Override
            public void cancel() {
                // Nothing is under way.
            }
        };
    }

    @Override
    public Optional<byte[]> content(String hash) {
        return Optional.empty();
    }

    Transcriber ears() {
        return (recording, listener) -> {
            course.following(Findings.TRANSCRIPTION).stream()
                    .findFirst()
                    .map(Findings::heard)
                    .ifPresent(heard -> listener.ended(
                            switch (heard) {
                                case Findings.Heard.Words words ->
                                    new ModelOutcome.Answered(words.text(), "stop", 0, 0);
                                case Findings.Heard.Nothing nothing ->
                                    new ModelOutcome.Failed(nothing.reason(), false, Optional.empty(), "");
                            }));
            return new Silent();
        };
    }

    /// A call of which nothing more will be heard than what has been said already.
    private static final class Silent implements Model.Call {
        @Override
        public void cancel() {
            // Nothing is under way.
        }

        @Override
        public Instant expiresAt() {
            return Instant.MAX;
        }
    }
}
