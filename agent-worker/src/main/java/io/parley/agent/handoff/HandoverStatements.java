package io.parley.agent.handoff;

import io.parley.agent.Client;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tenancy.RoundTrip;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/// What happens in the database when the agent asks for a person.
public final class HandoverStatements {

    private static final String AGENT = "agent";
    private static final String TELL = """
            insert into handover (turn_id, tenant, client_id, channel, reason, summary, window_end, asked_at,
                silent_until, next_at)
            select ?, ?, ?, ?, ?, ?, coalesce(max(id), 0), ?, ?, ? from memory_line where client_id = ?
            on conflict (turn_id) do nothing""";

    private final SilenceStatements silences = new SilenceStatements();

    /// Silences the agent and notes that the team has to be told, both with the caller's transaction, which ends the
    /// turn. To be called after the turn's own lines are in the memory: the team is shown them.
    ///
    /// @param reason why, in the model's words
    /// @param summary of the conversation, in the model's words
    /// @param at log time of the turn's newest message
    public void begin(
            RoundTrip trip,
            Client client,
            String turnId,
            AgentSettings settings,
            String reason,
            String summary,
            Instant at) {
        var asked = Silence.Beginning.of(settings, AGENT, Silence.Cause.ASKED, turnId, at, Optional.empty());
        var silence = silences.begin(trip, client, asked);
        trip.update(
                TELL,
                turnId,
                client.tenant(),
                client.id(),
                client.channel(),
                storable(reason),
                storable(summary),
                Timestamp.from(at),
                Timestamp.from(silence.until()),
                Timestamp.from(at),
                client.id());
    }

    /// PostgreSQL has no character zero.
    private static String storable(String text) {
        return text.replace("\u0000", "");
    }
}
