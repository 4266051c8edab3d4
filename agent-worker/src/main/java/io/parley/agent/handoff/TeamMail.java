package io.parley.agent.handoff;

import io.parley.agent.event.SystemEvents;
import io.parley.agent.memory.Memory;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.settings.ToolGroup;
import io.parley.agent.tenancy.DatabaseAway;
import io.parley.agent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the teams, by mail and by system event, of the hand-overs in the outbox.
///
/// A mail is sent again only where it is unknown whether the mail server has it: after a process or a
/// connection has died between the sending and its answer. It is the same mail then, with the same
/// Message-ID.
final class TeamMail {

    private static final Logger LOG = LoggerFactory.getLogger(TeamMail.class);
    private static final int DOUBLINGS = 20;

    private final TenantTransactions transactions;
    private final Memory memory;
    private final CurrentSettings settings;
    private final SystemEvents events;
    private final Patience patience;
    private final Clock clock;
    private final Post post;
    private final HandoverOutbox outbox = new HandoverOutbox();

    TeamMail(Sources sources, SystemEvents events, Post post, Patience patience, Clock clock) {
        this.transactions = sources.transactions();
        this.memory = sources.memory();
        this.settings = sources.settings();
        this.events = events;
        this.post = post;
        this.patience = patience;
        this.clock = clock;
    }

    /// What a mail is made of.
    record Sources(TenantTransactions transactions, Memory memory, CurrentSettings settings) {}

    /// How long things may take.
    ///
    /// @param lease after which a hand-over that a process has taken is anybody's again: longer than the
    /// slowest answer of a mail server
    /// @param first pause after a failure; the next ones double
    /// @param longest pause
    /// @param report how long a mail may fail before operators are told
    /// @param giveUp after which it is not tried again
    record Patience(Duration lease, Duration first, Duration longest, Duration report, Duration giveUp) {

        Duration after(int tries) {
            var pause = first.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS));
            return pause.compareTo(longest) < 0 ? pause : longest;
        }
    }

    /// Tells everything that is due.
    void round() {
        try {
            for (var tenant : settings.tenants()) {
                var current = settings.current(tenant).filter(TeamMail::asksForPeople);
                while (current.isPresent() && next(tenant, current.get())) {
                    // The next one.
                }
            }
        } catch (DatabaseAway e) {
            LOG.atWarn().setCause(e).log("mail waits for the database");
        }
    }

    /// Row-level security shows one tenant at a time; those that never hand over are not looked at.
    private static boolean asksForPeople(AgentSettings tenant) {
        return tenant.tools().contains(ToolGroup.HANDOFF);
    }

    private boolean next(String tenant, AgentSettings current) {
        var now = clock.instant();
        var taken = transactions.call(
                tenant,
                trip -> outbox.take(trip, now, now.plus(patience.lease())).get());
        return taken.isPresent() && tell(tenant, current, taken.get());
    }

    /// Whether the mail server can be asked at once for another one.
    private boolean tell(String tenant, AgentSettings current, Handover handover) {
        if (!handover.announced()) {
            events.tell(tenant, SystemEvents.Kind.HANDED_OVER, Map.of("turn_id", handover.turnId()));
        }
        if (current.teamEmail().isEmpty()) {
            end(tenant, handover, "no-address");
            return true;
        }
        var lines = transactions.call(
                tenant,
                trip -> memory.window(trip, handover.clientId(), handover.windowEnd(), Letter.LINES)
                        .get());
        var delivery = post.deliver(Letter.about(handover, lines, current));
        follow(tenant, handover, delivery);
        return !(delivery instanceof Post.Delivery.Later);
    }

    private void follow(String tenant, Handover handover, Post.Delivery delivery) {
        switch (delivery) {
            case Post.Delivery.Delivered delivered -> end(tenant, handover, "sent");
            case Post.Delivery.Nowhere nowhere -> {
                report(tenant, "no-mail-server");
                end(tenant, handover, "no-mail-server");
            }
            case Post.Delivery.Refused refused -> failed(tenant, handover, refused.reason(), patience.longest(), true);
            case Post.Delivery.Later later ->
                failed(tenant, handover, later.reason(), patience.after(handover.tries()), hasWaited(handover));
        }
    }

    private boolean hasWaited(Handover handover) {
        return !clock.instant().isBefore(handover.askedAt().plus(patience.report()));
    }

    private void failed(String tenant, Handover handover, String reason, Duration pause, boolean told) {
        if (told && !handover.reported()) {
            report(tenant, reason);
        }
        var next = clock.instant().plus(pause);
        if (next.isAfter(handover.askedAt().plus(patience.giveUp()))) {
            end(tenant, handover, "given-up: " + reason);
            return;
        }
        settle(tenant, handover, "later: " + reason, Optional.of(next), told || handover.reported());
    }

    private void report(String tenant, String reason) {
        events.tell(tenant, SystemEvents.Kind.MAIL_FAILING, Map.of("reason", reason));
    }

    private void end(String tenant, Handover handover, String outcome) {
        settle(tenant, handover, outcome, Optional.empty(), false);
    }

    private void settle(String tenant, Handover handover, String outcome, Optional<Instant> next, boolean reported) {
        var _ = transactions.call(tenant, trip -> {
            if (next.isPresent()) {
                outbox.again(trip, handover, next.get(), reported, outcome);
            } else {
                outbox.end(trip, handover, clock.instant(), outcome);
            }
            return true;
        });
        LOG.atInfo()
                .addKeyValue("tenant", tenant)
                .addKeyValue("turnId", handover.turnId())
                .addKeyValue("outcome", outcome)
                .addKeyValue("tries", handover.tries())
                .log("mail to the team tried");
    }
}
