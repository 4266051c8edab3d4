package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.Json;
import io.parley.sandbox.Webhooks;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// setWebhook, deleteWebhook, getWebhookInfo and getUpdates (Telegram Bot API, Getting updates; the wording is that of
/// tdlib/telegram-bot-api, Client.cpp and ClientManager.cpp).
final class HookMethods {

    private static final Set<Integer> PORTS = Set.of(-1, 80, 88, 443, 8443);
    private static final int MOST_CONNECTIONS = 100;
    private static final int CONNECTIONS = 40;

    private final Webhooks webhooks;

    HookMethods(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// A method's result with its description.
    record Done(JsonNode result, @Nullable String description) {

        static Done of(JsonNode result) {
            return new Done(result, null);
        }

        static Done yes(@Nullable String description) {
            return new Done(JsonNodeFactory.instance.booleanNode(true), description);
        }
    }

    Done set(Bot bot, Params params) {
        String url = params.text("url");
        if (url.isEmpty()) {
            return delete(bot);
        }
        checkAddress(url);
        String secret = params.text("secret_token");
        if (secret.length() > 256) {
            throw TelegramError.badRequest("secret token is too long");
        }
        if (!secret.matches("[A-Za-z0-9_-]*")) {
            throw TelegramError.badRequest("secret token contains unallowed characters");
        }
        if (!bot.maySetHook()) {
            throw TelegramError.tooFast(1);
        }
        Bot.Hook before = bot.hook();
        Bot.Hook now = new Bot.Hook(
                url,
                secret.isEmpty() ? null : secret,
                connections(params),
                allowed(params.json("allowed_updates"), before));
        bot.hook(now);
        return Done.yes(now.equals(before) ? "Webhook is already set" : "Webhook was set");
    }

    private static void checkAddress(String url) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw TelegramError.badRequest("invalid webhook URL specified");
        }
        if (address.getHost() == null) {
            throw TelegramError.badRequest("invalid webhook URL specified");
        }
        if (!"https".equals(address.getScheme())) {
            throw TelegramError.badRequest("bad webhook: An HTTPS URL must be provided for webhook");
        }
        if (!PORTS.contains(address.getPort())) {
            throw TelegramError.badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
        }
    }

    private static int connections(Params params) {
        return params.text("max_connections").isEmpty()
                ? CONNECTIONS
                : Math.clamp(params.number("max_connections"), 1, MOST_CONNECTIONS);
    }

    /// An empty list means all but membership of others and reactions; none means as before.
    private static @Nullable Set<String> allowed(JsonNode list, Bot.@Nullable Hook before) {
        if (!list.isArray()) {
            return before == null ? USUAL : before.allowed();
        }
        Set<String> kinds = list.valueStream().map(kind -> kind.asString("")).collect(Collectors.toUnmodifiableSet());
        return kinds.isEmpty() ? USUAL : kinds;
    }

    private static final Set<String> USUAL = Set.of(
            "message",
            "edited_message",
            "channel_post",
            "edited_channel_post",
            "callback_query",
            "my_chat_member",
            "inline_query",
            "poll",
            "chat_join_request");

    Done delete(Bot bot) {
        boolean was = bot.hook() != null;
        bot.hook(null);
        return Done.yes(was ? "Webhook was deleted" : "Webhook is already deleted");
    }

    Done info(Account account, Bot bot) {
        Bot.Hook hook = bot.hook();
        Webhooks.Standing standing = webhooks.standing(account);
        ObjectNode info = Json.object()
                .put("url", hook == null ? "" : hook.url())
                .put("has_custom_certificate", false)
                .put("pending_update_count", standing.pending());
        Webhooks.Failed failed = standing.failed();
        if (failed != null) {
            info.put("last_error_date", failed.at().getEpochSecond()).put("last_error_message", message(failed));
        }
        if (hook != null) {
            info.put("max_connections", hook.maxConnections());
            Set<String> allowed = hook.allowed();
            if (allowed != null) {
                allowed.stream().sorted().forEach(info.withArray("allowed_updates")::add);
            }
        }
        return Done.of(info);
    }

    private static String message(Webhooks.Failed failed) {
        return switch (failed.cause()) {
            case STATUS -> "Wrong response from the webhook: " + failed.status();
            case TIMEOUT -> "Read timeout expired";
            case NO_CONNECTION -> "Connection refused";
        };
    }

    Done updates(Bot bot) {
        if (bot.hook() != null) {
            throw TelegramError.of(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active; "
                            + "use deleteWebhook to delete the webhook first");
        }
        return Done.of(Json.array());
    }
}
