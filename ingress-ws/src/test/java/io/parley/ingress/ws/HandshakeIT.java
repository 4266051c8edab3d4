package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.JSON_PING;
import static io.parley.ingress.ws.WireFrames.frame;
import static io.parley.ingress.ws.WireFrames.latin1;
import static io.parley.ingress.ws.WireFrames.ping;
import static io.parley.ingress.ws.WireFrames.text;
import static io.parley.ingress.ws.WireFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/// What is agreed on before a socket opens, and what is done against who floods one.
class HandshakeIT {

    private static final int COMPRESSED_TEXT = 0xc1;

    private final Node node = Node.shared();

    @Test
    void who_offers_only_other_subprotocols_is_refused() throws Exception {
        assertThat(answer("/ws/chat/modern", "Sec-WebSocket-Protocol: parley.v2, graphql-ws"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("Sec-WebSocket-Protocol");
    }

    @Test
    void of_several_subprotocols_ours_is_chosen() throws Exception {
        assertThat(answer("/ws/chat/modern", "Sec-WebSocket-Protocol: parley.v2, parley.v1"))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Protocol: parley.v1\r\n");
        assertThat(answer("/ws/chat/plain")).startsWith("HTTP/1.1 101 ").doesNotContain("Sec-WebSocket-Protocol");
    }

    @Test
    void another_version_is_told_which_one_is_spoken() throws Exception {
        assertThat(answer("/ws/chat/old", "Sec-WebSocket-Version: 8"))
                .startsWith("HTTP/1.1 426 ")
                .contains("Sec-WebSocket-Version: 13\r\n");
    }

    @Test
    void compression_is_not_agreed_on_and_a_bomb_is_not_unpacked() throws Exception {
        var offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
        assertThat(answer("/ws/chat/bomber", offer))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContain("Sec-WebSocket-Extensions");
        try (var peer = WirePeer.open(node.port(), "/ws/chat/bomber", offer)) {
            peer.write(frame(COMPRESSED_TEXT, deflated("{\"text\":\"" + "x".repeat(10_000_000) + "\"}")));
            assertThat(peer.hear()).isEqualTo("CLOSE 1002");
        }
    }

    @Test
    void a_flood_of_pings_closes_the_socket() throws Exception {
        try (var peer = WirePeer.open(node.port(), "/ws/chat/pinger")) {
            for (int i = 0; i < 1000; i++) {
                peer.write(ping("x"));
            }
            assertThat(closeAfterPongs(peer)).isEqualTo("CLOSE 4429");
        }
    }

    @Test
    void a_flood_of_typing_closes_the_socket() throws Exception {
        try (var peer = WirePeer.open(node.port(), "/ws/chat/typist")) {
            for (int i = 0; i < 1000; i++) {
                peer.write(text("{\"type\":\"typing\"}"));
            }
            assertThat(peer.hear()).isEqualTo("CLOSE 4429");
        }
    }

    @Test
    void pings_as_a_decent_client_sends_them_are_answered() throws Exception {
        try (var peer = WirePeer.open(node.port(), "/ws/chat/decent")) {
            for (int i = 0; i < 60; i++) {
                peer.write(ping("x"));
                assertThat(peer.hear()).isEqualTo("PONG x");
            }
            peer.write(text(JSON_PING));
            assertThat(peer.hear()).isEqualTo("pong");
        }
    }

    private static String closeAfterPongs(WirePeer peer) throws IOException {
        var heard = peer.hear();
        while (heard.startsWith("PONG")) {
            heard = peer.hear();
        }
        return heard;
    }

    private static byte[] deflated(String text) throws IOException {
        var packed = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try (var out = new DeflaterOutputStream(packed, deflater)) {
            out.write(utf8(text));
        }
        deflater.end();
        return packed.toByteArray();
    }

    private String answer(String path, String... headers) throws IOException {
        try (var peer = WirePeer.connect(node.port())) {
            peer.write(latin1(WirePeer.upgrade(path, headers)));
            return peer.head();
        }
    }
}
