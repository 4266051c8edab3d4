package io.parley.standalone.model;

import io.parley.standalone.model.Answers.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the stand-in has been told to do, by `/control`:
///
/// | call | does |
/// |---|---|
/// | `POST /control/faults` | adds a fault, see below |
/// | `GET /control/faults`, `DELETE /control/faults` | lists them, clears them all |
/// | `POST /control/pace` | `{"first_token_ms":250,"first_token_max_ms":250,"per_token_ms":15,"seed":0}` |
/// | `POST /control/mode` | `{"mode":"prompt"}`, `"echo"` or `"leaky"` |
/// | `POST /control/refuse` | `{"seconds":5}`: closes all connections and refuses new ones for that time |
/// | `POST /control/reset` | no faults, mode and pace as at the start, an empty record of calls |
/// | `GET /control/calls` | the latest calls, oldest first; `?contains=`, `?outcome=`, `?limit=` choose |
///
/// A fault is `{"fault":"rate-limit"}` with any of: `times` (how many calls; without it, until cleared), `contains`
/// (a text in the last user message), `tenant` (a text in the system prompt), `share` and `seed` (only this share of
/// the
/// calls, drawn from the seed), `after_tokens` (for those that break off a stream), `retry_after_seconds`. The first
/// rule that fits a call befalls it. The names are those of [Fault], in lower case with hyphens.
final class Control {

    private final List<FaultRule> faults = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private final CallLog calls = new CallLog();
    private volatile Pace pace = Pace.DEFAULT;
    private volatile Mode mode = Mode.PROMPT;

    Pace pace() {
        return pace;
    }

    Mode mode() {
        return mode;
    }

    CallLog calls() {
        return calls;
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
            case "POST /control/pace" -> pace = Pace.parse(body);
            case "POST /control/mode" -> mode = mode(body.path("mode").asString(""));
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
        pace = Pace.DEFAULT;
        mode = Mode.PROMPT;
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
        List<CallLog.Call> wanted = calls.matching(call -> call.lastUserText().contains(contains)
                && (outcome.isEmpty() || call.outcome().equals(outcome)));
        int limit = limit(query.getOrDefault("limit", "1000"));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("total", calls.total()).put("matching", wanted.size()).put("running", calls.running());
        answer.putArray("calls");
        wanted.subList(Math.max(0, wanted.size() - limit), wanted.size())
                .forEach(call -> answer.withArray("calls").add(toJson(call)));
        return answer;
    }

    private static int limit(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw ApiError.invalid("limit has to be a number.", "limit");
        }
    }

    private static ObjectNode toJson(CallLog.Call call) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("number", call.number())
                .put("at", call.at().toString())
                .put("hash", call.hash())
                .put("last_user", call.lastUserText())
                .put("outcome", call.outcome())
                .put("fault", call.fault())
                .put("disconnected_early", call.outcome().equals("disconnected"))
                .put("after_ms", call.milliseconds());
    }
}
