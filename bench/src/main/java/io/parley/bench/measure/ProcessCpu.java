package io.parley.bench.measure;

import java.time.Duration;

/// CPU time, user and system, that a process and its living descendants have used so far.
public final class ProcessCpu {

    private ProcessCpu() {}

    public static Duration of(ProcessHandle process) {
        return process.descendants().map(ProcessCpu::own).reduce(own(process), Duration::plus);
    }

    private static Duration own(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
