package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.Json;
import tools.jackson.databind.node.ObjectNode;

/// A bot as a user (Telegram Bot API, User): its id stands before the colon of its token.
final class BotUser {

    private BotUser() {}

    static ObjectNode of(Account account) {
        String token = account.text("bot-token").orElse("0:");
        String id = token.substring(0, Math.max(0, token.indexOf(':')));
        return Json.object()
                .put("id", id.matches("\\d{1,15}") ? Long.parseLong(id) : 0)
                .put("is_bot", true)
                .put("first_name", account.name())
                .put("username", account.id().replace('-', '_') + "_bot");
    }
}
