package io.parley.ingress.ws.socket;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A client that this node holds: its open sockets and what is known of its turns.
final class Client {

    private final TurnWatch turns = new TurnWatch();
    private final List<ChatSocket> sockets = new CopyOnWriteArrayList<>();

    TurnWatch turns() {
        return turns;
    }

    /// In the order in which they came; may change at any moment.
    List<ChatSocket> sockets() {
        return sockets;
    }
}
