package io.parley.bench.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What the JDK's own tools do to another JVM.
final class JavaProcess {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final ProcessHandle process;

    JavaProcess(ProcessHandle process) {
        this.process = process;
    }

    void collectGarbage() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    /// Bytes of live objects; collects garbage.
    long liveBytes() throws IOException, InterruptedException {
        var match = TOTAL.matcher(jcmd("GC.class_histogram"));
        if (!match.find()) {
            throw new IOException("jcmd told no total");
        }
        return Long.parseLong(match.group(1));
    }

    private String jcmd(String what) throws IOException, InterruptedException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asked = new ProcessBuilder(List.of(tool, Long.toString(process.pid()), what))
                .redirectErrorStream(true)
                .start();
        var said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException("jcmd " + what + " failed: " + said.strip());
        }
        return said;
    }
}
