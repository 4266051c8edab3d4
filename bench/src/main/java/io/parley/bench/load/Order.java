package io.parley.bench.load;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a load process is told to do, one at a time; each has one answer.
public sealed interface Order {

    JsonMapper JSON = new JsonMapper();

    /// The first order: how all sockets of the process behave. Answered with a [Tally].
    ///
    /// @param ports of the servers, on this machine
    /// @param prefix of the users' names; their number follows
    /// @param share which users are this process's
    /// @param network of the source addresses, 127.network.x.y, so that no address runs out of ports
    /// @param rejoinMillis a client that lost its socket comes back to another server within this time, or the
    /// server's own if that is longer; 0 for never
    record Setup(Dialect dialect, List<Integer> ports, String prefix, Share share, int network, int rejoinMillis)
            implements Order {}

    /// Every so many-th user.
    ///
    /// @param of processes that share the users
    record Share(int index, int of) {

        public static final Share ALL = new Share(0, 1);

        /// The number of this process's n-th user, from 0.
        int user(int local) {
            return local * of + index;
        }

        /// How many of the users below this number are this process's.
        int below(int user) {
            return (user - index + of - 1) / of;
        }
    }

    /// Opens the sockets of the users `from` to `from + count - 1`. Answered with [Opened] when all are greeted or the
    /// time is over.
    ///
    /// @param server the index of its port
    /// @param atOnce handshakes under way at a time
    /// @param reading false for clients that read nothing once they are live
    record Open(int from, int count, int server, int atOnce, boolean reading, int seconds) implements Order {}

    /// Waits until so many sockets are live. Answered with a [Tally] then, or when the time is over.
    record AwaitLive(int count, int seconds) implements Order {}

    /// Waits until so many entries have come since the last [Reset]. Answered with a [Tally] then, or when the time
    /// is over.
    record AwaitEntries(long count, int seconds) implements Order {}

    /// Each socket pings so many times, each one only when its last ping is answered. Answered with [Echoed].
    ///
    /// @param atOnce pings under way at a time
    record Echo(int rounds, int atOnce) implements Order {}

    /// Begins to count anew. Answered with the [Tally] so far.
    record Reset() implements Order {}

    /// Answered with a [Tally].
    record Tell() implements Order {}

    /// Answered with [Numbers]: what each user has seen.
    record TellNumbers() implements Order {}

    /// Closes the sockets of these users for good. Answered with a [Tally] when they have gone.
    record Close(int from, int count) implements Order {}

    /// Sockets were opened.
    ///
    /// @param greeted of the users that were to be opened
    /// @param seconds that it took
    /// @param complaint why the first attempt failed that did; empty when none did
    record Opened(int greeted, double seconds, String complaint) {}

    /// Pings were answered.
    ///
    /// @param lost pings without an answer
    record Echoed(long count, long lost, double seconds) {}

    /// How far each user has come.
    ///
    /// @param last of each user's entries, by index
    record Numbers(List<Integer> last) {

        public Numbers {
            last = List.copyOf(last);
        }
    }

    default String line() {
        ObjectNode json = JSON.valueToTree(this);
        return json.put("order", getClass().getSimpleName()).toString();
    }

    static Order parse(String line) {
        var json = (ObjectNode) JSON.readTree(line);
        var name = json.remove("order").asString();
        var kind = Arrays.stream(Order.class.getPermittedSubclasses())
                .filter(known -> known.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such order: " + name));
        return (Order) JSON.treeToValue(json, kind);
    }
}
