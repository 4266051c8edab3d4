package io.parley.standalone.model;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What a tool has answered.
///
/// @param json the same as JSON; missing where it is none
record Result(String text, JsonNode json) {

    private static final List<String> TROUBLE = List.of("error", "refused", "failed", "failure");
    private static final Pattern NOT_FOUND = Pattern.compile("not[-_ ]found");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}");

    static Result of(String text) {
        return new Result(text, Json.lenient(text));
    }

    /// Whether the tool has not done what it was asked for.
    boolean isRefused() {
        return TROUBLE.stream().anyMatch(json::hasNonNull)
                || (!json.isObject() && text.toLowerCase(Locale.ROOT).startsWith("error"));
    }

    boolean isNotFound() {
        return isRefused() && NOT_FOUND.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    /// Whether nobody knows if it was done.
    boolean isUnknown() {
        String error = json.path("error").asString("");
        return error.equals("unknown") || error.equals("timeout");
    }

    /// All points in time in it, as they stand there, to the minute.
    List<String> times() {
        return TIME.matcher(text).results().map(MatchResult::group).distinct().toList();
    }
}
