package io.parley.channels.telegram;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Reply;
import io.parley.channels.Signatures;
import io.parley.channels.Webhook;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Takes one update a request (Telegram Bot API, setWebhook).
final class TelegramWebhook implements Webhook {

    static final String WEBHOOK_SECRET = "webhook-secret";

    private static final String SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token";

    private final Clock clock;

    /// @param clock for updates that carry no time, such as a pressed button
    TelegramWebhook(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean isAuthentic(Call call, Account account) {
        return account.text(WEBHOOK_SECRET)
                .flatMap(secret -> call.header(SECRET_HEADER).filter(given -> Signatures.areEqual(secret, given)))
                .isPresent();
    }

    @Override
    public List<Event> events(JsonNode body, Account account) {
        return new Update(body, clock.instant()).events();
    }

    /// Ends the waiting sign on a pressed button. The call travels in the answer to the webhook (Telegram Bot
    /// API, "Making requests when getting updates"): it comes in time, where a call at the end of the turn may
    /// find the query expired, and what becomes of it matters to nobody.
    @Override
    public Reply accepted(List<IncomingMessage> written) {
        return written.stream()
                .flatMap(message -> Optional.ofNullable(message.getAttributes().get(Update.CALLBACK_ID)).stream())
                .findFirst()
                .map(TelegramWebhook::answered)
                .orElseGet(() -> Reply.status(200));
    }

    private static Reply answered(String callbackId) {
        var call = JsonNodeFactory.instance
                .objectNode()
                .put("method", "answerCallbackQuery")
                .put("callback_query_id", callbackId);
        return Reply.json(200, call.toString());
    }
}
