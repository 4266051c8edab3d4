package io.parley.campaign.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// Free ports of this machine, below those that systems give to outgoing connections (Linux from 32768 on): a process
/// that is down for a while must find its port free again, however many sockets are opened meanwhile.
final class Ports {

    private static final int FIRST = 10_000;
    private static final int LAST = 32_000;

    private Ports() {}

    /// Different ports that nobody listened on a moment ago, other ones each time.
    static List<Integer> free(int count) {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(FIRST, LAST))
                .distinct()
                .filter(Ports::isFree)
                .limit(count)
                .boxed()
                .toList();
    }

    /// A number that, added to each of these ports, gives free ones.
    static int offset(List<Integer> ports) {
        int most = LAST - ports.stream().mapToInt(Integer::intValue).max().orElse(0);
        return IntStream.iterate(1_000, offset -> offset < most, offset -> offset + 97)
                .map(offset -> offset + (int) (ProcessHandle.current().pid() % 90))
                .filter(offset -> ports.stream().allMatch(port -> isFree(port + offset)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there are no free ports"));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
