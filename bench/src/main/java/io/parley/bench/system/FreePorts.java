package io.parley.bench.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// Ports below those that the kernel gives to clients, since thousands of these must not take one while its server is
/// killed and started again.
public final class FreePorts {

    private static final int FROM = 20_000;
    private static final int TO = 32_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /// One that nobody listened on a moment ago, and that this process never got before.
    public static int next() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(FROM, TO))
                .limit(TO - FROM)
                .filter(port -> isFree(port) && GIVEN.add(port))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port"));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
