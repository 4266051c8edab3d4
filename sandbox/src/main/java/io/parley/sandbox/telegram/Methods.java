package io.parley.sandbox.telegram;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The methods that are imitated, as Telegram writes them.
final class Methods {

    private static final Map<String, String> NAMES = List.of(
                    "sendMessage",
                    "sendPhoto",
                    "sendDocument",
                    "sendVoice",
                    "sendAudio",
                    "sendVideo",
                    "sendLocation",
                    "sendChatAction",
                    "sendMessageDraft",
                    "editMessageText",
                    "editMessageReplyMarkup",
                    "deleteMessage",
                    "setMessageReaction",
                    "answerCallbackQuery",
                    "getFile",
                    "getMe",
                    "setWebhook",
                    "deleteWebhook",
                    "getWebhookInfo",
                    "getUpdates")
            .stream()
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    private Methods() {}

    static String canonical(String name) {
        return NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    }
}
