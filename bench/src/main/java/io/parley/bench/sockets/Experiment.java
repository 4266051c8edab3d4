package io.parley.bench.sockets;

import io.parley.bench.measure.Descriptors;
import io.parley.bench.system.Output;
import io.parley.bench.system.SocketFleet;
import io.parley.bench.system.SocketFleet.Flags;
import io.parley.bench.system.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// A run of a fleet from its start to its report. Mixed into the commands that measure one.
final class Experiment {

    /// What a process has open besides its sockets.
    private static final int OTHER_FILES = 600;

    @Option(names = "--memory", defaultValue = "2g", description = "Memory of a node's container (${DEFAULT-VALUE}).")
    private String memory;

    /// What is found out on a fleet that is ready.
    interface Measurement {

        /// Finds it out.
        ///
        /// @param folder for what further processes write
        Report on(SocketFleet fleet, Path folder) throws IOException, InterruptedException;
    }

    /// What was found out.
    interface Report {

        /// Whether all that must not fail went well, which figures alone don't show.
        boolean isWhole();

        /// It, to be read by people.
        String text();
    }

    /// Measures, and says what was found.
    ///
    /// @param sockets that one process holds
    /// @return the exit code
    int run(int nodes, int sockets, Output output, Measurement measurement) throws IOException, InterruptedException {
        Descriptors.require(sockets + OTHER_FILES);
        try (var folder = WorkFolder.made()) {
            output.progress("starting Kafka, the router and %s, logs in %s"
                    .formatted(nodes == 1 ? "a node" : nodes + " nodes", folder.path()));
            try (var fleet = SocketFleet.started(folder.path(), nodes, Flags.production(memory))) {
                var report = measurement.on(fleet, folder.path());
                output.report(report, report.text());
                folder.done();
                return report.isWhole() ? 0 : 1;
            }
        }
    }
}
