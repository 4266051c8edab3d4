package io.parley.egress.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.channels.Account;
import io.parley.schemas.ClientHash;
import io.parley.schemas.ClientId;
import io.parley.schemas.aliases.Aliases;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.trace.Span;
import io.parley.schemas.trace.Spans;
import io.parley.schemas.trace.TraceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is seen of one kind of channel from outside: metrics, log lines, events for operators.
final class Chronicle {

    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

    private final String kind;
    private final Bulletin bulletin;
    private final MeterRegistry meters;
    private final ClientHash hash;
    private final Spans spans;
    private final Clock clock;

    Chronicle(String kind, Bulletin bulletin, MeterRegistry meters, ClientHash hash, Spans spans, Clock clock) {
        this.kind = kind;
        this.bulletin = bulletin;
        this.meters = meters;
        this.hash = hash;
        this.spans = spans;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /// An entry has come to its end.
    void ended(Delivery delivery, DeliveryState outcome) {
        var entry = delivery.entry();
        var now = now();
        var took = Duration.between(delivery.routedAt(), now);
        meters.counter("parley.replies", "channel", kind, "outcome", name(outcome))
                .increment();
        if (outcome == DeliveryState.SENT) {
            meters.timer("parley.delivery.seconds", "channel", kind).record(took.isNegative() ? Duration.ZERO : took);
        }
        LOG.atInfo()
                .addKeyValue("channel", kind)
                .addKeyValue("account", entry.getChannelAccount())
                .addKeyValue("clientId", hash.of(entry.getClientId()))
                .addKeyValue("replyId", entry.getReplyId())
                .addKeyValue("outcome", name(outcome))
                .log("reply delivered");
        if (spans.areWanted()) {
            tell(delivery, outcome, now);
        }
    }

    private void tell(Delivery delivery, DeliveryState outcome, Instant now) {
        var entry = delivery.entry();
        var attributes = Map.of(
                "tenant", entry.getTenant(),
                "channel", kind,
                "account", entry.getChannelAccount(),
                "clientId", hash.of(entry.getClientId()),
                "replyId", entry.getReplyId(),
                "outcome", name(outcome));
        var start = delivery.routedAt().isBefore(now) ? delivery.routedAt() : now;
        TraceContext.parse(delivery.trace())
                .map(cause -> new Span(
                        cause.child("deliver " + entry.getReplyId()),
                        Optional.of(cause.spanId()),
                        "deliver",
                        start,
                        now,
                        attributes,
                        List.of(),
                        outcome == DeliveryState.SENT ? Optional.empty() : Optional.of(name(outcome))))
                .ifPresent(spans::add);
    }

    /// Something that was there already was not sent again.
    void repeated(String where) {
        meters.counter("parley.duplicates", "where", where).increment();
    }

    /// The provider has to be asked again.
    void deferred(Account account, String reason) {
        meters.counter("parley.deliveries.deferred", "channel", kind, "account", account.id())
                .increment();
        LOG.atDebug()
                .addKeyValue("channel", kind)
                .addKeyValue("account", account.id())
                .addKeyValue("reason", reason)
                .log("message waits");
    }

    /// Nobody knows whether a message has been sent.
    void inDoubt(AgentReply entry, int piece, String cause, boolean isSentAgain) {
        meters.counter("parley.deliveries.in.doubt", "channel", kind).increment();
        LOG.atWarn()
                .addKeyValue("channel", kind)
                .addKeyValue("account", entry.getChannelAccount())
                .addKeyValue("clientId", hash.of(entry.getClientId()))
                .addKeyValue("replyId", entry.getReplyId())
                .addKeyValue("reason", cause)
                .log("message in doubt");
        tell(
                entry.getTenant(),
                "delivery-unknown",
                isSentAgain
                        ? "Nobody knows whether a message was sent; it is sent again and may be doubled."
                        : "Nobody knows whether a message was sent; it is not sent again.",
                Map.of(
                        "account",
                        entry.getChannelAccount(),
                        "reply",
                        entry.getReplyId(),
                        "piece",
                        Integer.toString(piece),
                        "cause",
                        cause));
    }

    /// The provider will never take a message.
    void refused(AgentReply entry, String reason) {
        tell(
                entry.getTenant(),
                "delivery-refused",
                "A message can't be delivered.",
                Map.of("account", entry.getChannelAccount(), "reply", entry.getReplyId(), "reason", reason));
    }

    /// The account can send nothing until a person has done something.
    void halted(Account account, String reason) {
        LOG.atError()
                .addKeyValue("channel", kind)
                .addKeyValue("account", account.id())
                .addKeyValue("reason", reason)
                .log("account can't send");
        tell(
                account.tenant(),
                "account-halted",
                "The provider refuses everything that the account sends; what waits is kept and tried again.",
                Map.of("account", account.id(), "reason", reason));
    }

    /// A reply belongs to an account that is not there any more.
    void accountUnknown(AgentReply entry) {
        tell(
                entry.getTenant(),
                "account-unknown",
                "A reply belongs to a channel account that the tenant does not have any more.",
                Map.of("account", entry.getChannelAccount(), "reply", entry.getReplyId()));
    }

    /// The person is reached under another id from now on.
    void moved(ClientId client, String externalId) {
        bulletin.moved(Bulletin.alias(client, externalId)
                .setReason(Aliases.MOVED)
                .setAt(now())
                .build());
    }

    private void tell(String tenant, String event, String message, Map<String, String> attributes) {
        bulletin.tell(SystemEvent.newBuilder()
                .setTenant(tenant)
                .setEvent(event)
                .setMessage(message)
                .setAttributes(attributes)
                .setAt(now())
                .build());
    }

    private static String name(DeliveryState outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
