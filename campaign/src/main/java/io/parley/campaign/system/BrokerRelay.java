package io.parley.campaign.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP relay between one process and the broker, which can be cut: then nothing passes in either direction and no
/// connection says so, as behind a firewall that drops. What was on its way arrives late, when the cut is mended.
///
/// It listens on the broker's own port of another loopback address. A JVM that finds that address under the name
/// `localhost` (see [#hosts]) speaks to the broker through the relay alone, whatever address the broker advertises.
final class BrokerRelay implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final InetAddress address;
    private final int port;
    private final ServerSocket listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean cut;

    /// @param number from 1 to 200, another for each relay
    BrokerRelay(int number, int port) throws IOException {
        this.port = port;
        address = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, (byte) (1 + number)});
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port));
        Thread.ofVirtual().name("campaign-relay").start(this::accept);
    }

    /// Writes a file for the system property `jdk.net.hosts.file`, which is all that such a JVM knows of names.
    Path hosts(Path folder) throws IOException {
        var text = address.getHostAddress() + " localhost\n127.0.0.1 " + nameOfThisMachine() + "\n";
        return Files.writeString(folder.resolve("hosts-" + address.getHostAddress()), text);
    }

    private static String nameOfThisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this-machine"; // nobody asks for a name that nobody knows
        }
    }

    void cut() {
        set(true);
    }

    void mend() {
        set(false);
    }

    private void set(boolean now) {
        lock.lock();
        try {
            cut = now;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                Thread.ofVirtual().start(() -> relay(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void relay(Socket client) {
        try (client;
                var broker = connect()) {
            client.setTcpNoDelay(true);
            var back = Thread.ofVirtual().start(() -> pump(broker, client));
            pump(client, broker);
            back.join();
        } catch (IOException e) {
            // the broker is away, and the process notices it by its lost connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect() throws IOException, InterruptedException {
        awaitMended();
        var broker = new Socket(InetAddress.getLoopbackAddress(), port);
        broker.setTcpNoDelay(true);
        return broker;
    }

    /// Ends both directions when one has ended.
    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            copy(from.getInputStream(), to.getOutputStream());
        } catch (IOException e) {
            // one side has gone, the other follows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException, InterruptedException {
        var buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            awaitMended();
            out.write(buffer, 0, read);
        }
    }

    private void awaitMended() throws InterruptedException {
        lock.lock();
        try {
            while (cut) {
                mended.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        mend();
        listener.close();
    }
}
