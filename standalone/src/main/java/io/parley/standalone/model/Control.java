package io.parley.standalone.model;

import io.parley.standalone.model.Answers.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the stand-in has been told to do, by `/control`:
///
/// | call | does |
/// |---|---|
/// | `POST /control/faults` | adds a fault, see below |
/// | `GET /control/faults`, `DELETE /control/faults` | lists them, clears them all |
/// | `POST /control/pace` | `{"first_token_ms":250,"first_token_max_ms":250,"per_token_ms":15,"seed":0}`; with
/// `tenant`, only for calls whose system prompt has that text |
/// | `POST /control/mode` | `{"mode":"prompt"}`, `"echo"` or `"leaky"` |
/// | `POST /control/markers` | `{"pattern":"secret-[0-9]+"}`: from now on the record of calls holds what it finds in
/// each whole prompt |
/// | `POST /control/refuse` | `{"seconds":5}`: closes all connections and refuses new ones for that time |
/// | `POST /control/reset` | no faults, mode and pace as at the start, an empty record of calls |
/// | `GET /control/calls` | the latest calls, oldest first; `?contains=`, `?outcome=`, `?after=` (a number), `?limit=`
/// choose |
///
/// A fault is `{"fault":"rate-limit"}` with any of: `times` (how many calls; without it, until cleared), `contains`
/// (a text in the last user message), `tenant` (a text in the system prompt), `share` and `seed` (only this share
/// of the calls, drawn from the seed), `after_tokens` (for those that break off a stream), `retry_after_seconds`.
/// The first rule that fits a call befalls it. The names are those of [Fault], in lower case with hyphens.
final class Control {

    private final List<FaultRule> faults = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private final CallLog calls = new CallLog();
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();
    private volatile Mode mode = Mode.PROMPT;
    private volatile Optional<Pattern> markers = Optional.empty();

    /// At which a request is answered: that of a tenant which it names, else the one for all.
    Pace pace(ChatRequest request) {
        return paces.values().stream()
                .filter(pace -> !pace.tenant().isEmpty() && request.prompt().contains(pace.tenant()))
                .findFirst()
                .orElseGet(this::paceForAll);
    }

    private Pace paceForAll() {
        return paces.getOrDefault("", Pace.DEFAULT);
    }

    Mode mode() {
        return mode;
    }

    CallLog calls() {
        return calls;
    }

    /// What the marker pattern finds in the whole prompt.
    List<String> markers(ChatRequest request) {
        return markers.stream()
                .flatMap(pattern -> request.messages().stream()
                        .flatMap(message -> pattern.matcher(message.text()).results()))
                .map(MatchResult::group)
                .toList();
    }

    /// The fault that befalls this call.
    Optional<FaultRule> fault(ChatRequest request) {
        return faults.stream().filter(rule -> rule.takes(request)).findFirst();
    }

    JsonNode handle(String method, String path, JsonNode body, Map<String, String> query) {
        switch (method + " " + path) {
            case "GET /control/calls" -> {
                return calls(query);
            }
            case "POST /control/faults" -> faults.add(new FaultRule(ids.incrementAndGet(), body));
            case "DELETE /control/faults" -> faults.clear();
            case "POST /control/pace" -> {
                Pace pace = Pace.parse(body);
                paces.put(pace.tenant(), pace);
            }
            case "POST /control/mode" -> mode = mode(body.path("mode").asString(""));
            case "POST /control/markers" ->
                markers = pattern(body.path("pattern").asString(""));
            case "POST /control/reset" -> reset();
            case "GET /control", "GET /control/faults" -> {}
            default ->
                throw new ApiError(
                        404,
                        "invalid_request_error",
                        "Unknown request URL: " + method + " " + path + ".",
                        null,
                        "unknown_url",
                        Map.of());
        }
        return state();
    }

    private void reset() {
        faults.clear();
        calls.clear();
        paces.clear();
        mode = Mode.PROMPT;
        markers = Optional.empty();
    }

    private static Optional<Pattern> pattern(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw ApiError.invalid("The pattern is no regular expression.", "pattern");
        }
    }

    private static Mode mode(String name) {
        try {
            return Mode.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("There is no mode '" + name + "'.", "mode");
        }
    }

    private ObjectNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("mode", mode.name().toLowerCase(Locale.ROOT));
        Pace pace = paceForAll();
        state.putObject("pace")
                .put("first_token_ms", pace.firstMin().toMillis())
                .put("first_token_max_ms", pace.firstMax().toMillis())
                .put("per_token_ms", pace.perToken().toMillis())
                .put("seed", pace.seed());
        faults.forEach(rule -> state.withArray("faults").add(rule.toJson()));
        return state;
    }

    private ObjectNode calls(Map<String, String> query) {
        String contains = query.getOrDefault("contains", "");
        String outcome = query.getOrDefault("outcome", "");
        int after = number(query.getOrDefault("after", "0"), "after");
        List<CallLog.Call> wanted = calls.matching(call -> call.number() > after
                && call.asked().lastUserText().contains(contains)
                && (outcome.isEmpty() || call.outcome().equals(outcome)));
        int limit = number(query.getOrDefault("limit", "1000"), "limit");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("total", calls.total()).put("matching", wanted.size()).put("running", calls.running());
        answer.putArray("calls");
        wanted.subList(Math.max(0, wanted.size() - limit), wanted.size())
                .forEach(call -> answer.withArray("calls").add(toJson(call)));
        return answer;
    }

    private static int number(String text, String name) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw ApiError.invalid(name + " has to be a number.", name);
        }
    }

    private static ObjectNode toJson(CallLog.Call call) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("markers");
        call.asked().markers().forEach(json.withArray("markers")::add);
        return json.put("number", call.number())
                .put("at", call.at().toString())
                .put("hash", call.hash())
                .put("last_user", call.asked().lastUserText())
                .put("outcome", call.outcome())
                .put("fault", call.fault())
                .put("disconnected_early", call.outcome().equals("disconnected"))
                .put("after_ms", call.milliseconds());
    }
}
