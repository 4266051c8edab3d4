package io.parley.campaign.faults;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Deployment;
import io.parley.campaign.watch.ModelControl;
import java.io.IOException;
import java.util.Map;

/// Carries out faults and notes when each begins, ends and is over.
public final class Nemesis {

    private static final double SHARE = 0.3;

    private final Deployment deployment;
    private final ModelControl model;
    private final Recorder recorder;

    public Nemesis(Deployment deployment, ModelControl model, Recorder recorder) {
        this.deployment = deployment;
        this.model = model;
        this.recorder = recorder;
    }

    /// Returns when everything serves again.
    ///
    /// @param figures what the system was doing at that moment
    public void strike(PlannedFault fault, Map<String, Double> figures) throws IOException, InterruptedException {
        note(fault, "start", figures);
        begin(fault, fault.targets().getFirst());
        Thread.sleep(fault.length());
        note(fault, "stop", Map.of());
        end(fault, fault.targets().getFirst());
        note(fault, "ready", Map.of());
    }

    private void begin(PlannedFault fault, String first) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case KILL, ALL, POSTGRES, KAFKA, FORGET -> deployment.kill(fault.targets());
            case PAUSE -> deployment.pause(first);
            case MODEL -> model.fail(first, SHARE, fault.length().toMillis());
            case ROLL -> deployment.stop(first);
            case CUT -> deployment.cut(first);
        }
    }

    private void end(PlannedFault fault, String first) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case KILL, ALL, POSTGRES, KAFKA, ROLL -> deployment.restart(fault.targets());
            case FORGET -> {
                deployment.forget(first);
                deployment.restart(fault.targets());
            }
            case PAUSE -> deployment.resume(first);
            case MODEL -> model.heal();
            case CUT -> deployment.mend(first);
        }
    }

    private void note(PlannedFault fault, String event, Map<String, Double> figures) {
        recorder.note(at -> new Line.Fault(
                at,
                fault.kind().name().toLowerCase(java.util.Locale.ROOT),
                String.join(" ", fault.targets()),
                event,
                figures));
    }
}
