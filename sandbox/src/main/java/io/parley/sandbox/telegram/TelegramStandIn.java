package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.ControlError;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Provider;
import io.parley.sandbox.Screen;
import io.parley.sandbox.Webhook;
import io.parley.sandbox.World;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The Telegram Bot API.
final class TelegramStandIn implements Provider {

    private final World world;
    private final AtomicLong ids = new AtomicLong();

    TelegramStandIn(World world) {
        this.world = world;
    }

    @Override
    public String kind() {
        return "telegram";
    }

    @Override
    public String prefix() {
        return "telegram";
    }

    @Override
    public void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        String[] parts = path.split("/", 3);
        Account account = world.accounts()
                .find(kind(), "bot-token", parts[1].substring(3))
                .orElseThrow(() -> ControlError.wrong("token"));
        JsonNode body = Json.parse(exchange.body(1 << 20));
        String person = body.path("chat_id").asString("");
        Call call =
                new Call(account.id(), person, null, parts[2], body.path("text").asString(""), null);
        world.answer(exchange, this, call, () -> send(account, person, body));
    }

    private Answer send(Account account, String person, JsonNode body) {
        Screen screen = world.screens().of(account.id(), person);
        String id = String.valueOf(ids.incrementAndGet());
        screen.show(
                Message.draft(id, Message.From.AGENT, "text", body.path("text").asString("")));
        ObjectNode result = Json.object().put("ok", true);
        result.putObject("result").put("message_id", Long.parseLong(id));
        return Answer.delivered(id, result);
    }

    @Override
    public Written write(Account account, String person, JsonNode act) {
        long id = ids.incrementAndGet();
        long chat = Long.parseLong(person);
        String text = act.path("text").asString("");
        world.screens()
                .of(account.id(), person)
                .show(Message.draft(String.valueOf(id), Message.From.PERSON, "text", text));
        ObjectNode update = Json.object().put("update_id", id);
        ObjectNode message = update.putObject("message")
                .put("message_id", id)
                .put("date", world.clock().instant().getEpochSecond())
                .put("text", text);
        message.putObject("chat").put("id", chat).put("type", "private");
        message.putObject("from").put("id", chat).put("is_bot", false).put("first_name", person);
        byte[] bytes = Json.bytes(update);
        world.webhooks()
                .post(new Webhook(
                        account,
                        "/webhooks/telegram/" + account.id(),
                        String.valueOf(id),
                        bytes,
                        attempt -> sign(account, bytes, Signature.RIGHT),
                        "chat " + chat,
                        TelegramRetries.MESSAGE,
                        world.clock().instant()));
        return new Written(String.valueOf(id), String.valueOf(id));
    }

    @Override
    public Map<String, String> sign(Account account, byte[] body, Signature signature) {
        String secret = account.text("webhook-secret").orElse("");
        return switch (signature) {
            case RIGHT -> Map.of("Content-Type", "application/json", "X-Telegram-Bot-Api-Secret-Token", secret);
            case WRONG -> Map.of("Content-Type", "application/json", "X-Telegram-Bot-Api-Secret-Token", secret + "x");
            case MISSING -> Map.of("Content-Type", "application/json");
        };
    }

    @Override
    public Answer failure(int status, int retryAfter) {
        return retryAfter > 0
                ? TelegramError.tooFast(retryAfter).answer()
                : TelegramError.of(status, status >= 500 ? "Internal Server Error" : "Bad Request")
                        .answer();
    }
}
