package io.parley.bench.sockets;

import static java.util.stream.Collectors.joining;

import io.parley.bench.load.Completeness;
import io.parley.bench.measure.Aim;
import io.parley.bench.measure.Quantiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `bench storm` says.
///
/// @param clients of the killed node
/// @param back how many of them are live on another one
/// @param missing how many of them missed an entry
/// @param surplus frames of entries beyond those missed
/// @param backTimes from a client's own first attempt to `resumed`
/// @param absences from the loss of the socket to `resumed`
/// @param refusals attempts that led to no socket
/// @param rangeReads of the router's store meanwhile; null where it does not count them
record StormReport(
        int clients,
        int back,
        int missing,
        long surplus,
        Quantiles backTimes,
        Quantiles absences,
        int refusals,
        @Nullable Long rangeReads,
        Completeness completeness)
        implements Experiment.Report {

    private static final double PROMISED_SECONDS = 5;

    @Override
    public boolean isWhole() {
        return back == clients && completeness.isWhole();
    }

    /// Range reads have an aim where nobody missed anything: who missed an entry costs one, or two where it comes just
    /// while it is being looked up.
    List<Aim> aims() {
        var aims = new ArrayList<Aim>();
        aims.add(new Aim(
                "seconds from a client's own first attempt, the longest", backTimes.max() / 1_000, PROMISED_SECONDS));
        aims.add(new Aim("entries shown to who had missed none", surplus, 0));
        if (rangeReads != null && missing == 0) {
            aims.add(new Aim("range reads of the router's log", rangeReads, 0));
        }
        return List.copyOf(aims);
    }

    @Override
    public String text() {
        return "%d of the killed node's %d clients are back on the others, resumed (%d attempts refused)%n"
                        .formatted(back, clients, refusals)
                + "from their own first attempt: " + backTimes.text() + "\n"
                + "from the loss of the socket:  " + absences.text() + "\n"
                + "%d had missed an entry; range reads of the router's log: %s%n"
                        .formatted(missing, rangeReads == null ? "not counted" : rangeReads)
                + aims().stream().map(Aim::text).collect(joining())
                + completeness.text();
    }
}
