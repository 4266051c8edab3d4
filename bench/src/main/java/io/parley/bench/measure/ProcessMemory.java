package io.parley.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Memory of a process as the kernel counts it.
public final class ProcessMemory {

    private static final long KILOBYTE = 1_024;

    private ProcessMemory() {}

    /// Bytes that are resident now (`VmRSS`).
    public static long resident(ProcessHandle process) {
        return field(process, "VmRSS:");
    }

    private static long field(ProcessHandle process, String name) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE)
                    .findFirst()
                    .orElseThrow(() -> new IOException("/proc says nothing of " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
