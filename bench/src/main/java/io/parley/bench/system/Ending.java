package io.parley.bench.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What has to go when the benchmark is stopped from outside: first its processes, then its folders.
final class Ending {

    private static final long LAST_SECONDS = 10;
    private static final List<Process> PROCESSES = new ArrayList<>();
    private static final List<WorkFolder> FOLDERS = new ArrayList<>();
    private static boolean underWay;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Ending::all));
    }

    private Ending() {}

    /// A process that must not outlive this one.
    static synchronized void takes(Process process) {
        PROCESSES.add(process);
        if (underWay) {
            process.destroyForcibly();
        }
    }

    /// A folder that is deleted unless it is kept by then.
    static synchronized void takes(WorkFolder folder) {
        FOLDERS.add(folder);
    }

    static synchronized boolean isUnderWay() {
        return underWay;
    }

    private static synchronized List<Process> begun() {
        underWay = true;
        return List.copyOf(PROCESSES);
    }

    private static synchronized List<WorkFolder> folders() {
        return List.copyOf(FOLDERS);
    }

    private static void all() {
        var processes = begun();
        processes.forEach(Process::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS);
        for (var process : processes) {
            end(process, deadline);
        }
        folders().forEach(WorkFolder::leave);
    }

    private static void end(Process process, long deadline) {
        try {
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
