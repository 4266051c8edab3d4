package io.parley.channels.whatsapp;

import io.parley.channels.Markup;
import io.parley.schemas.avro.Button;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Interactive messages: up to three buttons, or a list of up to ten rows (Meta, Cloud API, interactive messages).
final class Choices {

    /// Stands where an interactive message must have words and there are none; also names a list, in any language.
    static final String NO_WORDS = "☰";

    private static final int MOST_BUTTONS = 3;
    private static final int MOST_ROWS = 10;
    private static final int LONGEST_BUTTON = 20;
    private static final int LONGEST_ROW = 24;
    private static final int LONGEST_DESCRIPTION = 72;
    private static final int LONGEST_ID = 200;

    private Choices() {}

    /// Whether they can be pressed; else they are numbered in the text.
    static boolean canBe(List<Button> buttons) {
        return !buttons.isEmpty()
                && buttons.size() <= MOST_ROWS
                && buttons.stream().allMatch(Choices::isPressable)
                && buttons.stream().map(Button::getId).distinct().count() == buttons.size();
    }

    private static boolean isPressable(Button button) {
        return !button.getTitle().isBlank()
                && !button.getId().isBlank()
                && Markup.codePoints(button.getId()) <= LONGEST_ID
                && Markup.codePoints(title(button)) <= LONGEST_DESCRIPTION;
    }

    static ObjectNode body(String words, List<Button> buttons) {
        var body = JsonNodeFactory.instance.objectNode().put("type", "interactive");
        boolean few = buttons.size() <= MOST_BUTTONS
                && buttons.stream().allMatch(button -> Markup.codePoints(title(button)) <= LONGEST_BUTTON);
        var interactive = body.putObject("interactive").put("type", few ? "button" : "list");
        interactive.putObject("body").put("text", words);
        if (few) {
            buttons(interactive.putObject("action"), buttons);
        } else {
            list(interactive.putObject("action"), buttons);
        }
        return body;
    }

    /// Puts a picture above the words.
    ///
    /// @return false where it can't stand there: above a list, or when it has to be uploaded first
    static boolean showPicture(ObjectNode body, String url) {
        if (!(body.path("interactive") instanceof ObjectNode interactive)
                || !interactive.path("type").asString("").equals("button")
                || url.startsWith("data:")) {
            return false;
        }
        interactive.putObject("header").put("type", "image").putObject("image").put("link", url);
        return true;
    }

    private static void buttons(ObjectNode action, List<Button> buttons) {
        var all = action.putArray("buttons");
        buttons.forEach(button -> all.addObject()
                .put("type", "reply")
                .putObject("reply")
                .put("id", button.getId())
                .put("title", title(button)));
    }

    private static void list(ObjectNode action, List<Button> buttons) {
        var rows =
                action.put("button", NO_WORDS).putArray("sections").addObject().putArray("rows");
        buttons.forEach(button -> {
            var title = title(button);
            var row = rows.addObject().put("id", button.getId());
            if (Markup.codePoints(title) <= LONGEST_ROW) {
                row.put("title", title);
            } else {
                row.put("title", shortened(title)).put("description", title);
            }
        });
    }

    private static String shortened(String title) {
        return title.substring(0, title.offsetByCodePoints(0, LONGEST_ROW - 1)).strip() + "…";
    }

    private static String title(Button button) {
        return button.getTitle().strip().replaceAll("\\s+", " ");
    }
}
