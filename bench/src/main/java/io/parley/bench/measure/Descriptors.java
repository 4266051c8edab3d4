package io.parley.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// How many files and sockets a process may have open.
public final class Descriptors {

    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files\\s+(\\S+)\\s+(\\S+)");

    private Descriptors() {}

    /// Fails with one clear line where a child process, too, could not have so many open. (A JVM and Node.js raise
    /// their own soft limit to the hard one.)
    public static void require(int needed) throws IOException {
        long limit = limit();
        if (limit < needed) {
            throw new IOException(
                    "a process may have %d files open here, but %d are needed: raise the hard limit (ulimit -Hn %d), or take fewer --sockets"
                            .formatted(limit, needed, needed));
        }
    }

    private static long limit() throws IOException {
        var match = LIMIT.matcher(Files.readString(Path.of("/proc/self/limits")));
        if (!match.find() || match.group(2).equals("unlimited")) {
            return Long.MAX_VALUE;
        }
        return Long.parseLong(match.group(2));
    }
}
