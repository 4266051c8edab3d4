package io.parley.ingress.ws.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.slot.NodeSeen;
import io.parley.ingress.ws.slot.Slot;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SocketSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Connections connections = new Connections();

    @Test
    void each_socket_is_named_with_its_node_and_since_when_it_is_there() {
        open(1, "a", 7, "tab-1", NOON.minusSeconds(60));
        open(2, "b", 9, "tab-2", NOON.minusSeconds(90));

        assertThat(connections.on(List.of(node(1, "a"), node(2, "b"))))
                .containsExactly(
                        new Presence.Connection("tab-2", "node-b", 2, null, NOON.minusSeconds(90)),
                        new Presence.Connection("tab-1", "node-a", 1, null, NOON.minusSeconds(60)));
    }

    @Test
    void a_close_counts_for_its_own_connection_only() {
        open(1, "a", 7, "tab-1", NOON);
        open(1, "a", 8, "tab-2", NOON);
        apply(event(SessionEvent.CLOSE, 1, "a", 7).build());
        apply(event(SessionEvent.CLOSE, 1, "earlier", 8).build());

        assertThat(sessions(node(1, "a"))).containsExactly("tab-2");
    }

    @Test
    void an_absent_client_has_no_connection_there_up_to_that_number() {
        open(1, "a", 7, "tab-1", NOON);
        open(1, "a", 9, "tab-2", NOON);
        open(2, "b", 5, "tab-3", NOON);
        apply(event(SessionEvent.ABSENT, 1, "a", 8).build());

        assertThat(sessions(node(1, "a"), node(2, "b"))).containsExactly("tab-2", "tab-3");
    }

    @Test
    void a_session_is_where_its_newest_socket_is() {
        open(1, "a", 7, "tab", NOON);
        open(2, "b", 8, "tab", NOON);

        assertThat(connections.on(List.of(node(1, "a"), node(2, "b"))))
                .extracting(Presence.Connection::slot)
                .containsExactly(2);
    }

    @Test
    void what_a_dead_boot_held_is_gone_and_what_it_announced_as_another_boot_is_there() {
        open(1, "a", 7, "tab", NOON);
        apply(event(SessionEvent.OPEN, 4, "reborn", 7)
                .setSession("tab")
                .setAgain(true)
                .setSince(NOON)
                .build());

        assertThat(connections.on(List.of(node(1, "c"), node(4, "reborn"))))
                .containsExactly(new Presence.Connection("tab", "node-reborn", 4, null, NOON));
    }

    private List<String> sessions(NodeSeen... nodes) {
        return connections.on(List.of(nodes)).stream()
                .map(Presence.Connection::session)
                .sorted()
                .toList();
    }

    private void open(int slot, String boot, long number, String session, @Nullable Instant since) {
        apply(event(SessionEvent.OPEN, slot, boot, number)
                .setSession(session)
                .setSince(since)
                .build());
    }

    private void apply(SocketSession event) {
        connections.apply(event, NOON);
    }

    private static SocketSession.Builder event(SessionEvent kind, int slot, String boot, long number) {
        return SocketSession.newBuilder()
                .setClientId("shoes:shoes-web:g.ana")
                .setTenant("shoes")
                .setEvent(kind)
                .setSlot(slot)
                .setBootId(boot)
                .setConnection(number)
                .setAt(NOON);
    }

    private static NodeSeen node(int slot, String boot) {
        return new NodeSeen("node-" + boot, new Slot(slot, boot), Optional.empty(), 1, Map.of(), NOON, NOON);
    }
}
