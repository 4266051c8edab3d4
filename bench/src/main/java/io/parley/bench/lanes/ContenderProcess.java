package io.parley.bench.lanes;

import io.parley.bench.measure.HiccupMeter;
import io.parley.bench.measure.ProcessCpu;
import io.parley.standalone.process.Logging;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The main class of a contender's process: consumes for the time given and prints an [Outcome] as JSON.
final class ContenderProcess {

    private static final long SAMPLE_MILLIS = 50;

    private ContenderProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logging.toConsole();
        Task task = Task.of(arguments);
        Work work = new Work(task.handler());
        Objects.requireNonNull(Contender.ALL.get(task.contender())).consume(task, work);
        awaitFirst(work);
        Thread.sleep(task.warmUp());
        System.out.println(new JsonMapper().writeValueAsString(measure(task, work)));
        System.out.flush();
        // What a contender does on closing is not measured here, and some take their time.
        Runtime.getRuntime().halt(0);
    }

    private static void awaitFirst(Work work) throws InterruptedException {
        while (work.running() == 0) {
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        }
    }

    private static Outcome measure(Task task, Work work) throws InterruptedException {
        Duration cpuBefore = ProcessCpu.of(ProcessHandle.current());
        long from = System.nanoTime();
        long to = from + task.measured().toNanos();
        long samples = 0;
        long sum = 0;
        try (HiccupMeter hiccups = HiccupMeter.started()) {
            while (System.nanoTime() < to) {
                sum += work.running();
                samples++;
                TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
            }
            return new Outcome(
                    task.contender(),
                    work.completions().perSecond(from, to, work.mostRunning()),
                    work.mostRunning(),
                    (double) sum / samples,
                    work.completions().count(),
                    work.disordered(),
                    ProcessCpu.of(ProcessHandle.current()).minus(cpuBefore).toMillis() / 1_000.0,
                    residentMegabytes(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    hiccups.p99Millis());
        }
    }

    private static long residentMegabytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) / 1_024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
