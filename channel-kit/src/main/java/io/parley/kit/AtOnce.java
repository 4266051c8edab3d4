package io.parley.kit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several things at the same time, each on a thread of its own.
final class AtOnce {

    private AtOnce() {}

    @FunctionalInterface
    interface Thing {
        void happen() throws IOException, InterruptedException;
    }

    /// Returns when all have happened.
    ///
    /// @throws IOException when one has failed
    static void all(List<Thing> things) throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (var thing : things) {
                running.add(threads.submit(() -> {
                    thing.happen();
                    return thing;
                }));
            }
            for (var one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        }
    }
}
