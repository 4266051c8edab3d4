package io.parley.bench.system;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Another process that a benchmark has started; what it says goes to a file. Whoever stops the benchmark alone finds
/// none of them left running.
public final class ChildProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 60;

    private final String name;
    private final Path log;
    private final Process process;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        Ending.takes(process);
    }

    /// A JVM with this JVM's class path.
    ///
    /// @param folder for the log, `<name>.log`
    public static ChildProcess java(
            String name,
            List<String> flags,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            Path folder)
            throws IOException {
        return start(name, javaCommand(flags, mainClass, arguments), environment, folder);
    }

    /// The command line of such a JVM.
    public static List<String> javaCommand(List<String> flags, String mainClass, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }

    public static ChildProcess start(String name, List<String> command, Map<String, String> environment, Path folder)
            throws IOException {
        var log = folder.resolve(name + ".log");
        return started(name, log, builder(command, environment).redirectOutput(Redirect.appendTo(log.toFile())), log);
    }

    /// One that is talked to: only its standard error goes to the file.
    public static ChildProcess talking(String name, List<String> command, Path folder) throws IOException {
        var log = folder.resolve(name + ".log");
        return started(name, log, builder(command, Map.of()), log);
    }

    private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private static ChildProcess started(String name, Path log, ProcessBuilder builder, Path errors) throws IOException {
        return new ChildProcess(
                name,
                log,
                builder.redirectError(Redirect.appendTo(errors.toFile())).start());
    }

    public String name() {
        return name;
    }

    /// Where the process writes what it has to say.
    public Path log() {
        return log;
    }

    public Process process() {
        return process;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Ends a process that nobody needs any more, and returns when it has gone.
    public void abandon() {
        process.destroyForcibly().onExit().join();
    }

    /// `kill -9`; returns when the process has gone.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Ends the process in order, or by force if it takes longer than a minute.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
