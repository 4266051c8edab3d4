package io.parley.sandbox.whatsapp;

import static io.parley.sandbox.whatsapp.Checks.first;
import static io.parley.sandbox.whatsapp.Checks.link;
import static io.parley.sandbox.whatsapp.Checks.optionalText;
import static io.parley.sandbox.whatsapp.Checks.text;
import static io.parley.sandbox.whatsapp.Checks.unique;
import static io.parley.sandbox.whatsapp.Checks.unless;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What buttons and lists may look like (Cloud API, interactive reply buttons messages and interactive list messages).
final class InteractiveRules {

    private static final Set<String> OTHER = Set.of(
            "product",
            "product_list",
            "catalog_message",
            "flow",
            "location_request_message",
            "address_message",
            "call_permission_request",
            "voice_call");

    private InteractiveRules() {}

    static Optional<MetaError> broken(JsonNode interactive) {
        var type = interactive.path("type").asString("");
        return switch (type) {
            case "button" -> first(frame(interactive, 1024), buttons(interactive.path("action")));
            case "list" -> first(frame(interactive, 4096), list(interactive.path("action")), textHeader(interactive));
            case "cta_url" -> first(frame(interactive, 1024), call(interactive.path("action")));
            default ->
                unless(
                        OTHER.contains(type),
                        type.isEmpty()
                                ? MetaError.missing("interactive['type']", "interactive")
                                : MetaError.invalidValue("Unknown interactive type"));
        };
    }

    private static Optional<MetaError> frame(JsonNode interactive, int longestBody) {
        var header = interactive.path("header");
        return first(
                text(interactive.path("body"), "text", "interactive['body']['text']", longestBody),
                optionalText(interactive.path("footer"), "text", "interactive['footer']['text']", 60),
                header.path("type").asString("text").equals("text") && !header.isMissingNode()
                        ? text(header, "text", "interactive['header']['text']", 60)
                        : Optional.empty());
    }

    private static Optional<MetaError> textHeader(JsonNode interactive) {
        return unless(
                interactive.path("header").path("type").asString("text").equals("text"),
                MetaError.invalidValue("Header of a list must be of type text"));
    }

    private static Optional<MetaError> buttons(JsonNode action) {
        var buttons = action.path("buttons").valueStream().toList();
        if (buttons.isEmpty() || buttons.size() > 3) {
            return Optional.of(
                    MetaError.invalidValue("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3"));
        }
        return first(
                buttons.stream().flatMap(button -> button(button).stream()).findFirst(),
                unique(ids(buttons.stream().map(button -> button.path("reply")).toList()), "Button ids"));
    }

    private static Optional<MetaError> button(JsonNode button) {
        return first(
                unless(
                        button.path("type").asString("").equals("reply"),
                        MetaError.invalidValue("Button type must be 'reply'")),
                text(button.path("reply"), "id", "Button id", 256),
                text(button.path("reply"), "title", "Button title", 20));
    }

    private static Optional<MetaError> list(JsonNode action) {
        var sections = action.path("sections").valueStream().toList();
        if (sections.isEmpty() || sections.size() > 10) {
            return Optional.of(MetaError.invalidValue("Sections count must be from 1 to 10"));
        }
        var rows = sections.stream()
                .flatMap(section -> section.path("rows").valueStream())
                .toList();
        return first(
                text(action, "button", "Button label", 20),
                sections.stream()
                        .flatMap(section -> section(section, sections.size() > 1).stream())
                        .findFirst(),
                unless(rows.size() <= 10, MetaError.invalidValue("Total row count exceed max allowed count: 10")),
                rows.stream().flatMap(row -> row(row).stream()).findFirst(),
                unique(ids(rows), "Row ids"));
    }

    private static Optional<MetaError> section(JsonNode section, boolean titled) {
        return first(
                titled
                        ? text(section, "title", "Section title", 24)
                        : optionalText(section, "title", "Section title", 24),
                unless(!section.path("rows").isEmpty(), MetaError.invalidValue("A section must have rows")));
    }

    private static Optional<MetaError> row(JsonNode row) {
        return first(
                text(row, "id", "Row id", 200),
                text(row, "title", "Row title", 24),
                optionalText(row, "description", "Row description", 72));
    }

    private static Optional<MetaError> call(JsonNode action) {
        var parameters = action.path("parameters");
        return first(
                text(parameters, "display_text", "Button label", 20),
                link(parameters.path("url").asString(""), "action['parameters']['url']"));
    }

    private static List<String> ids(List<JsonNode> holders) {
        return holders.stream().map(holder -> holder.path("id").asString("")).toList();
    }
}
