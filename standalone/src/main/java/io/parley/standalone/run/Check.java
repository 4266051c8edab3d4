package io.parley.standalone.run;

import io.parley.standalone.process.Console;
import io.parley.standalone.process.Failure;
import io.parley.standalone.process.Preflight;
import io.parley.standalone.process.Reason;
import io.parley.standalone.process.Running;
import io.parley.standalone.service.Setting.Finding;
import io.parley.standalone.service.Setting.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What a service's settings look like before it starts; with `--check` that report is all that happens.
final class Check {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--check", description = "Print a report of the settings and exit.")
    private boolean only;

    private final List<String> report = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    /// Starts the service and says in one line where it is.
    @FunctionalInterface
    interface Start {
        String start(Running running) throws Exception;
    }

    void directory(String setting, Path directory) {
        settle(setting, directory.toString(), Preflight.directory(directory));
    }

    void port(String setting, int port) {
        settle(setting, String.valueOf(port), Preflight.port(port, setting, "choose another with " + setting));
    }

    /// A setting from the environment.
    void setting(Finding finding) {
        add(finding.level().name().toLowerCase(Locale.ROOT), finding.name(), finding.text());
        if (finding.level() == Level.ERROR) {
            errors.add(finding.name() + " is " + finding.text());
        }
    }

    private void settle(String setting, String value, Optional<String> complaint) {
        add(complaint.isEmpty() ? "ok" : "error", setting, complaint.orElse(value));
        complaint.ifPresent(errors::add);
    }

    private void add(String level, String name, String text) {
        report.add("%-8s %-32s %s".formatted(level, name, text));
    }

    /// Prints the report if that is all that was asked for, else starts the service and stays until it is told to end.
    void endOrRun(Start service) throws Exception {
        if (only) {
            report.forEach(System.out::println);
        }
        if (!errors.isEmpty()) {
            throw new Failure(errors.getFirst());
        }
        if (!only) {
            run(service);
        }
    }

    private static void run(Start service) throws Exception {
        Clock clock = Clock.systemUTC();
        Console console = new Console(System.out, clock, clock.instant());
        Running running = new Running(console, PATIENCE);
        running.install();
        try {
            console.progress(service.start(running));
        } catch (Exception e) { // whatever a service throws at its start ends the process with one line
            running.fail(Reason.of(e));
        }
        running.await();
    }
}
