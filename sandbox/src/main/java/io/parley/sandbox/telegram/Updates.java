package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.Json;
import io.parley.sandbox.Provider;
import io.parley.sandbox.Webhook;
import io.parley.sandbox.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Posts updates: one a request, in the queues of the chat, of the user or of the membership, so that what one chat
/// writes stays in order and a press of a button does not wait for it (tdlib/telegram-bot-api, Client.cpp: webhook
/// queue
/// ids; WebhookActor.cpp: one update in flight for a queue).
final class Updates {

    private static final String SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token";

    private final World world;

    Updates(World world) {
        this.world = world;
    }

    /// The queue in which an update waits.
    sealed interface Queue {

        /// Messages, edits and posts.
        record OfChat(long chat) implements Queue {}

        /// Presses of buttons.
        record OfUser(long user) implements Queue {}

        /// The bot's own membership.
        record OfMembership(long chat) implements Queue {}

        /// Reactions.
        record OfReactions(long chat) implements Queue {}
    }

    /// Posts an update.
    ///
    /// @param kind the field of Update that `content` becomes
    /// @return its id; empty when the bot wants none of this kind
    String post(Account account, Bot bot, String kind, ObjectNode content, Queue queue) {
        Bot.Hook hook = bot.hook();
        if (hook == null || (hook.allowed() != null && !hook.allowed().contains(kind))) {
            return "";
        }
        String id = String.valueOf(bot.nextUpdate());
        ObjectNode update = Json.object().put("update_id", Integer.parseInt(id));
        update.set(kind, content);
        Instant now = world.clock().instant();
        Map<String, String> headers = headers(hook.secret());
        world.webhooks()
                .post(new Webhook(
                        account,
                        "/webhooks/telegram/" + account.id(),
                        id,
                        Json.bytes(update),
                        attempt -> headers,
                        queue.toString(),
                        kind.equals("callback_query") ? TelegramRetries.CALLBACK_QUERY : TelegramRetries.MESSAGE,
                        now));
        return id;
    }

    /// The headers of every update; the secret is that of setWebhook (Telegram Bot API, setWebhook).
    static Map<String, String> headers(@Nullable String secret) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept-Encoding", "gzip, deflate");
        if (secret != null) {
            headers.put(SECRET_HEADER, secret);
        }
        return headers;
    }

    /// The headers of a posting that is signed as it was asked for.
    static Map<String, String> headers(Account account, Provider.Signature signature) {
        String secret = account.text("webhook-secret").orElse("");
        return switch (signature) {
            case RIGHT -> headers(secret);
            case WRONG -> headers(secret + "-not");
            case MISSING -> headers((String) null);
        };
    }
}
