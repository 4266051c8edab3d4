package io.parley.standalone.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What can be known to go wrong before anything is started. Each answer is the complaint in one line, or empty.
public final class Preflight {

    private static final long MIN_FREE_BYTES = 512L * 1024 * 1024;

    private Preflight() {}

    /// The port has to be free on this machine.
    public static Optional<String> port(int port, String user, String remedy) {
        for (InetAddress address : loopbacks()) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(address, port));
            } catch (IOException e) {
                return Optional.of("port %d (%s) is in use: %s".formatted(port, user, remedy));
            }
        }
        return Optional.empty();
    }

    /// The folder has to exist or be creatable, be writable and have room for data.
    public static Optional<String> directory(Path directory) {
        try {
            Files.createDirectories(directory);
            Path probe = Files.createTempFile(directory, "probe-", "");
            Files.delete(probe);
            long free = directory.toFile().getUsableSpace();
            if (free < MIN_FREE_BYTES) {
                return Optional.of("the disk of %s is full: %d MB are free, at least %d MB are needed"
                        .formatted(directory, free >> 20, MIN_FREE_BYTES >> 20));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot write to the folder %s: choose another with --data, or change its owner (%s)"
                    .formatted(directory, e.getClass().getSimpleName()));
        }
    }

    private static InetAddress[] loopbacks() {
        try {
            return InetAddress.getAllByName("localhost");
        } catch (UnknownHostException e) {
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }
    }
}
