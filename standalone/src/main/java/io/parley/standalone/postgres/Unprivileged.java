package io.parley.standalone.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs PostgreSQL's programs, which refuse to work for root: for root they see another user, for anybody else nothing
/// changes.
final class Unprivileged {

    private static final int NOBODY = 65534;
    private static final List<String> OTHER_NAMESPACE = List.of("unshare", "--user");
    private static final List<String> OTHER_USER =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    private final List<String> prefix;
    private final int owner;

    private Unprivileged(List<String> prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /// Finds what works here: nothing, a user namespace, or (where those are barred) the user `nobody`.
    static Unprivileged detect() throws IOException {
        int self = Integer.parseInt(run(List.of("id", "-u"), "").output().strip());
        if (self != 0) {
            return new Unprivileged(List.of(), self);
        }
        boolean namespaces = run(concat(OTHER_NAMESPACE, List.of("true")), "").succeeded();
        return namespaces ? new Unprivileged(OTHER_NAMESPACE, 0) : new Unprivileged(OTHER_USER, NOBODY);
    }

    /// Makes `directory` and all in it belong to the user that the programs run as.
    void own(Path directory) throws IOException {
        if ((int) Files.getAttribute(directory, "unix:uid") != owner) {
            Result result = run(List.of("chown", "-R", owner + ":" + owner, directory.toString()), "");
            result.orThrow("cannot give " + directory + " to the user " + owner);
        }
    }

    /// Runs a program to its end. Its output goes to a file, since a server that it starts would keep a pipe open.
    Result call(List<String> command, String input) throws IOException {
        return run(concat(prefix, command), input);
    }

    private static Result run(List<String> command, String input) throws IOException {
        File output = File.createTempFile("parley-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            String text = Files.readString(output.toPath());
            return new Result(ended ? process.exitValue() : -1, text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " was running", e);
        } finally {
            Files.delete(output.toPath());
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /// A program's exit code and all that it printed.
    record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }

        void orThrow(String complaint) throws IOException {
            if (!succeeded()) {
                throw new IOException(complaint + ": " + output.strip());
            }
        }
    }
}
