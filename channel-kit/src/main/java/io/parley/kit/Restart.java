package io.parley.kit;

import io.parley.kit.Driver.Ability;
import java.io.IOException;

/// How a channel's adapter is ended and started again.
@FunctionalInterface
public interface Restart {

    Ability carryOut() throws IOException, InterruptedException;

    /// Nobody has said how.
    static Restart unknown() {
        return () -> new Ability.Impossible("no --restart-command given");
    }

    /// By a command for the shell, which returns when the adapter has been started.
    static Restart by(String command) {
        return () -> {
            int code = new ProcessBuilder("sh", "-c", command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("the restart command ended with " + code);
            }
            return new Ability.Done();
        };
    }
}
