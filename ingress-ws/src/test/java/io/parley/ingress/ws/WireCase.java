package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One case of the Autobahn suite, told anew for a server that speaks JSON: what is written on a fresh socket, write by
/// write, and what is heard, nothing else and in this order.
///
/// Unless a `CLOSE` is heard the socket has to be as good as new afterwards: it is closed, and the close is answered.
///
/// @param name begins with the number of the case in the suite
/// @param heard in the words of [WirePeer]
record WireCase(String name, List<byte[]> said, List<String> heard) {

    WireCase {
        said = List.copyOf(said);
        heard = List.copyOf(heard);
    }

    static WireCase of(String name, List<byte[]> said, String... heard) {
        return new WireCase(name, said, List.of(heard));
    }

    void check(Node node) throws IOException {
        try (var peer = WirePeer.open(node.port(), "/ws/chat/" + user())) {
            for (var octets : said) {
                peer.write(octets);
            }
            assertThat(answers(peer)).isEqualTo(heard);
            if (!isClosed()) {
                peer.write(WireFrames.close(1000, ""));
                assertThat(peer.hear()).isEqualTo("CLOSE 1000");
            }
            peer.write(WireFrames.close(1000, ""));
            assertThat(peer.hear()).isEqualTo(WirePeer.END);
        }
    }

    private List<String> answers(WirePeer peer) throws IOException {
        var answers = new ArrayList<String>();
        while (answers.size() < heard.size()) {
            answers.add(peer.hear());
            if (answers.getLast().equals(WirePeer.END) || answers.getLast().equals(WirePeer.SILENCE)) {
                break;
            }
        }
        return answers;
    }

    private boolean isClosed() {
        return !heard.isEmpty() && heard.getLast().startsWith("CLOSE");
    }

    /// A user of its own for each case, so that no rate is shared.
    private String user() {
        return "wire-" + Integer.toHexString(name.hashCode());
    }

    @Override
    public String toString() {
        return name;
    }
}
