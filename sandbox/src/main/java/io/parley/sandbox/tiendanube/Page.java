package io.parley.sandbox.tiendanube;

import io.parley.sandbox.Answer;
import io.parley.sandbox.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One page of a list: `page` from 1, `per_page` of at most 200 and 30 by default, `X-Total-Count`, and `Link` with the
/// pages around it (Tienda Nube, API documentation: Pagination).
final class Page {

    private static final int STANDARD = 30;
    private static final int LARGEST = 200;

    private Page() {}

    /// @param url of the request, without its parameters
    static Answer of(List<JsonNode> all, String url, Map<String, String> parameters) {
        int page = number(parameters, "page", 1, Integer.MAX_VALUE);
        int size = number(parameters, "per_page", STANDARD, LARGEST);
        int last = (all.size() + size - 1) / size;
        if (page > last) {
            return notFound("Last page is " + last);
        }
        List<JsonNode> shown = all.subList((page - 1) * size, Math.min(all.size(), page * size));
        List<JsonNode> fields =
                shown.stream().map(one -> onlyFields(one, parameters)).toList();
        Answer answer = Answer.done(Json.array().addAll(fields)).header("X-Total-Count", String.valueOf(all.size()));
        String links = links(url, parameters, page, last);
        return links.isEmpty() ? answer : answer.header("Link", links);
    }

    /// A list without elements and a page behind the last are not found (as several integrations report).
    static Answer notFound(String description) {
        return Answer.refused(
                404,
                "not-found",
                Json.object().put("code", 404).put("message", "Not Found").put("description", description));
    }

    private static int number(Map<String, String> parameters, String name, int standard, int most) {
        String text = parameters.getOrDefault(name, String.valueOf(standard));
        if (!text.matches("[1-9]\\d{0,8}") || Integer.parseInt(text) > most) {
            throw new Selection.Unprocessable(name);
        }
        return Integer.parseInt(text);
    }

    static JsonNode onlyFields(JsonNode one, Map<String, String> parameters) {
        String fields = parameters.getOrDefault("fields", "");
        if (fields.isEmpty()) {
            return one;
        }
        ObjectNode only = Json.object();
        for (String field : fields.split(",", -1)) {
            if (one.has(field)) {
                only.set(field, one.path(field));
            }
        }
        return only;
    }

    private static String links(String url, Map<String, String> parameters, int page, int last) {
        List<String> links = new ArrayList<>();
        if (page < last) {
            links.add(link(url, parameters, page + 1, "next"));
            links.add(link(url, parameters, last, "last"));
        }
        if (page > 1) {
            links.add(link(url, parameters, 1, "first"));
            links.add(link(url, parameters, page - 1, "prev"));
        }
        return String.join(", ", links);
    }

    private static String link(String url, Map<String, String> parameters, int page, String rel) {
        Map<String, String> other = new LinkedHashMap<>(parameters);
        other.put("page", String.valueOf(page));
        String query = other.entrySet().stream()
                .map(parameter -> parameter.getKey() + "="
                        + java.net.URLEncoder.encode(parameter.getValue(), java.nio.charset.StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return "<" + url + "?" + query + ">; rel=\"" + rel + "\"";
    }
}
