package io.parley.standalone.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// An offset at which all ports of the whole system are free at the moment.
final class PortOffset {

    private static final int[] PORTS = {5433, 8080, 8081, 8082, 8083, 8084, 8085, 8086, 9092, 9093};

    private PortOffset() {}

    static int find() {
        return ThreadLocalRandom.current()
                .ints(2000, 20_000)
                .filter(offset -> IntStream.of(PORTS).allMatch(port -> isFree(port + offset)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
