package io.parley.agent.agenda;

import io.parley.agent.Client;
import io.parley.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Finds the times that a client may still have.
final class FreeTimes {

    /// How far is looked for another time than the one that is taken.
    private static final Duration NEXT = Duration.ofDays(14);

    private final Appointments appointments;

    FreeTimes(Appointments appointments) {
        this.appointments = appointments;
    }

    /// The first free times from a time on, to be offered instead.
    List<Instant> next(ToolCall call, Openings openings, Instant from, Duration length, int most) {
        return between(call, openings, from, from.plus(NEXT), length, most);
    }

    /// Free times of this length between two times, none of them past, none too far ahead.
    List<Instant> between(ToolCall call, Openings openings, Instant from, Instant to, Duration length, int most) {
        var asked = call.asked();
        var last = asked.plus(openings.agenda().ahead());
        var begin = from.isAfter(asked) ? from : asked.plusNanos(1);
        var end = to.isBefore(last) ? to : last;
        if (!begin.isBefore(end)) {
            return List.of();
        }
        var taken = taken(call.client(), begin, end.plus(length));
        return openings.between(begin, end, length)
                .filter(slot -> openings.isFree(slot, taken))
                .map(Slot::start)
                .limit(most)
                .toList();
    }

    private List<Taken> taken(Client client, Instant from, Instant to) {
        return appointments.taken(client.tenant(), from, to);
    }
}
