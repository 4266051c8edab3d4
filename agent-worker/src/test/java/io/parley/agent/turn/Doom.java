package io.parley.agent.turn;

import io.parley.schemas.avro.IncomingMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The end of a real process right before the n-th effect that it has for one client: nothing is tidied up, as by
/// `kill -9`. What effects it has, for whomever, stands in a file before it has them.
final class Doom implements Effects.Witness {

    private static final int KILLED = 137;

    private final Path log;
    private final String client;
    private final int at;
    private final AtomicInteger effects = new AtomicInteger();
    private final ThreadLocal<@Nullable String> whose = new ThreadLocal<>();

    /// @param at 0 for never
    Doom(Path log, String client, int at) {
        this.log = log;
        this.client = client;
        this.at = at;
    }

    @Override
    public void before(String effect, Object[] arguments) {
        var name = effect.equals(Effects.CALL) ? effect + " " + arguments[0] : effect;
        // A lane's thread echoes its client's words before it does anything else for it.
        if (arguments.length > 0 && arguments[0] instanceof IncomingMessage message) {
            whose.set(message.getClientId());
        }
        if (whose.get() == null) {
            throw new AssertionError(effect + " of a thread that is no lane's: who dies of it?");
        }
        if (client.equals(whose.get()) && effects.incrementAndGet() == at) {
            write("killed before " + name);
            Runtime.getRuntime().halt(KILLED);
        }
        write(name);
    }

    @Override
    public void after(String effect) {
        // The next one follows.
    }

    private synchronized void write(String what) {
        try {
            Files.writeString(
                    log, whose.get() + "\t" + what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
