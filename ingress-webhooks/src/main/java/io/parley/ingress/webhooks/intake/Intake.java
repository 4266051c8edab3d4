package io.parley.ingress.webhooks.intake;

import io.parley.channels.Account;
import io.parley.channels.Accounts;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Reply;
import io.parley.channels.Webhook;
import io.parley.schemas.aliases.Aliases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Decides about requests of any channel: whose they are, whether they are authentic, what they say, and that all of it
/// has been written before they are accepted.
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /// How a request ends.
    sealed interface Ending {

        /// Its answer stands.
        record Answered(Reply reply) implements Ending {}

        /// Nothing of it counts.
        ///
        /// @param reason a stable lower-case word
        record Refused(int status, String reason) implements Ending {}
    }

    private final Accounts accounts;
    private final BooleanSupplier ready;
    private final Aliases aliases;
    private final Webhook.Json json;
    private final BatchWriter writer;
    private final WebhookMetrics metrics;

    /// @param ready whether accounts and aliases are known
    Intake(
            Accounts accounts,
            BooleanSupplier ready,
            Aliases aliases,
            Webhook.Json json,
            BatchWriter writer,
            WebhookMetrics metrics) {
        this.accounts = accounts;
        this.ready = ready;
        this.aliases = aliases;
        this.json = json;
        this.writer = writer;
        this.metrics = metrics;
    }

    /// Whether accounts are known at all; before, nobody may be told that one is not there.
    boolean isReady() {
        return ready.getAsBoolean();
    }

    /// The account of this id, if it is of this kind.
    Optional<Account> account(String kind, String id) {
        return accounts.find(kind, id);
    }

    /// A POST whose body has been read.
    Ending post(Webhook webhook, Account account, Call call) throws InterruptedException {
        if (!webhook.isAuthentic(call, account)) {
            return new Ending.Refused(401, "not-authentic");
        }
        JsonNode body;
        try {
            body = webhook.json(call, json);
        } catch (JacksonException e) {
            return new Ending.Refused(400, "no-json-within-limits");
        }
        var answer = webhook.answer(body, account);
        return answer.isPresent() ? new Ending.Answered(answer.get()) : write(webhook, account, call, body);
    }

    private Ending write(Webhook webhook, Account account, Call call, JsonNode body) throws InterruptedException {
        var events = events(webhook, account, body);
        var batch = Translation.of(events, account, aliases, call.at());
        batch.notices().forEach(notice -> metrics.noticed(account.kind(), notice.getEvent()));
        return writer.write(batch)
                ? new Ending.Answered(webhook.accepted(batch.messages()))
                : new Ending.Refused(503, "kafka-out-of-reach");
    }

    /// A translation that fails against its promise would fail at each redelivery as well, and hold up all that comes
    /// behind it: it is told, and taken.
    private static List<Event> events(Webhook webhook, Account account, JsonNode body) {
        try {
            return webhook.events(body, account);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("channel", account.kind())
                    .addKeyValue("account", account.id())
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("a webhook could not be translated, its body is lost");
            return List.of(new Event.Notice(
                    "untranslatable-body",
                    "a webhook could not be translated, its body is lost",
                    Map.of("cause", e.getClass().getSimpleName())));
        }
    }
}
