package io.parley.bench.sockets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The peers' programs with their libraries, which npm fetches.
///
/// @param path where they are
/// @param logs where they write
record PeerFolder(Path path, Path logs) {

    private static final String RESOURCES = "/parley-bench/peers/";
    private static final List<String> FILES =
            List.of(".npmrc", "package.json", "package-lock.json", "pushes.js", "ws.js", "socketio.js");

    /// Fetches the libraries in the versions of the lock file, unless they are there.
    ///
    /// @param folder of the benchmark
    static PeerFolder installed(Path folder) throws IOException, InterruptedException {
        var peers = new PeerFolder(folder.resolve("peers"), folder);
        if (!Files.exists(peers.path)) {
            Files.createDirectories(peers.path);
            FILES.forEach(peers::copy);
            peers.fetch();
        }
        return peers;
    }

    private void fetch() throws IOException, InterruptedException {
        var log = logs.resolve("npm.log").toFile();
        try {
            var npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                    .directory(path.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            if (npm.waitFor() != 0) {
                throw new IOException("npm could not fetch the peers, see " + log);
            }
        } catch (IOException e) {
            throw new IOException(
                    "the peers need Node.js 20 and npm; without them use --contenders parley (" + e.getMessage() + ")",
                    e);
        }
    }

    String script(String name) {
        return path.resolve(name).toString();
    }

    private void copy(String name) {
        try (var in = PeerFolder.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IOException(name + " is missing in this build");
            }
            Files.copy(in, path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
