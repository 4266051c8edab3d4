package io.parley.campaign.system;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;

/// A running Parley: where it is, and what can be done to it.
public interface Deployment extends AutoCloseable {

    /// Where the sockets are, `ws://host:port`; asked for each connection, since there may be several nodes.
    URI sockets();

    String bootstrapServers();

    /// Where the stand-in model is, `http://host:port`.
    URI model();

    /// Names of the processes that faults can befall; empty for a system that is not ours.
    List<String> targets();

    /// Starts everything and returns when it is ready.
    void start() throws IOException, InterruptedException;

    /// `kill -9` to each of these, one right after the other; returns when they have gone.
    void kill(Collection<String> targets) throws IOException, InterruptedException;

    /// Starts these again and returns when they are ready.
    void restart(Collection<String> targets) throws IOException, InterruptedException;

    /// `SIGSTOP`.
    void pause(String target) throws IOException, InterruptedException;

    /// `SIGCONT`.
    void resume(String target) throws IOException, InterruptedException;

    /// `SIGTERM`; returns when the process has gone.
    default void stop(String target) throws IOException, InterruptedException {
        throw impossible();
    }

    /// Nothing passes between the process and Kafka until [#mend].
    default void cut(String target) {
        throw impossible();
    }

    default void mend(String target) {
        throw impossible();
    }

    /// Deletes what a process that is down has kept on its disk.
    default void forget(String target) throws IOException {
        throw impossible();
    }

    private static UnsupportedOperationException impossible() {
        return new UnsupportedOperationException("this deployment can't suffer that");
    }

    /// Ends everything in order.
    @Override
    void close();
}
