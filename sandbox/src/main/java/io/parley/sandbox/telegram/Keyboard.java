package io.parley.sandbox.telegram;

import io.parley.sandbox.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// An inline keyboard (Telegram Bot API, InlineKeyboardMarkup): each button has one action, and its data 1 to 64 bytes.
record Keyboard(List<Message.Button> buttons) {

    private static final int LONGEST_DATA = 64;
    private static final int MOST_BUTTONS = 100;
    private static final Set<String> ACTIONS = Set.of(
            "url",
            "callback_data",
            "web_app",
            "login_url",
            "switch_inline_query",
            "switch_inline_query_current_chat",
            "switch_inline_query_chosen_chat",
            "copy_text",
            "callback_game",
            "pay");

    Keyboard {
        buttons = List.copyOf(buttons);
    }

    /// Reads `reply_markup`; what is no inline keyboard has no buttons here.
    static Keyboard of(JsonNode markup) {
        List<Message.Button> buttons = new ArrayList<>();
        markup.path("inline_keyboard")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .map(Keyboard::button)
                .forEach(buttons::add);
        if (buttons.size() > MOST_BUTTONS) {
            throw TelegramError.badRequest("reply markup is too long");
        }
        return new Keyboard(buttons);
    }

    private static Message.Button button(JsonNode button) {
        String title = button.path("text").asString("");
        if (title.isEmpty()) {
            throw TelegramError.badRequest("can't parse inline keyboard button: Field \"text\" must be non-empty");
        }
        Stream<String> actions = ACTIONS.stream().filter(button::has);
        if (actions.count() != 1) {
            throw TelegramError.badRequest(
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
        }
        String data = button.path("callback_data").asString("");
        int length = data.getBytes(StandardCharsets.UTF_8).length;
        if (button.has("callback_data") && (length == 0 || length > LONGEST_DATA)) {
            throw TelegramError.badRequest("BUTTON_DATA_INVALID");
        }
        return new Message.Button(
                data,
                title,
                button.has("callback_data") ? null : button.path("url").asString(""));
    }
}
