package io.parley.bench.sockets;

import org.jspecify.annotations.Nullable;

/// What `bench drain` says.
///
/// @param restart null where it was left out
record DrainReport(Move.Report move, RollingRestart.@Nullable Report restart) implements Experiment.Report {

    @Override
    public boolean isWhole() {
        return move.isWhole() && (restart == null || restart.completeness().isWhole());
    }

    @Override
    public String text() {
        return move.text() + (restart == null ? "" : restart.text());
    }
}
