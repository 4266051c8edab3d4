package io.parley.campaign.check;

import io.parley.campaign.ledger.Line;
import java.util.List;
import java.util.stream.Stream;

/// A connection is taken over only by a newer one of its own tab: nobody else has the tab's session id. An attempt that
/// the tab gave up counts as newer when the node comes to it later, as after a pause.
final class TakenOver implements Law {

    private static final long LATE_MILLIS = 60_000;

    @Override
    public String name() {
        return "L10 taken over by nobody else";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        return seen.conversations().stream()
                .flatMap(conversation -> conversation.tabs().entrySet().stream()
                        .flatMap(tab -> tab.getValue().stream()
                                .flatMap(event -> Stream.ofNullable(event.socket()))
                                .filter(socket -> isTakenOver(socket)
                                        && isNewest(socket, tab.getValue())
                                        && !mayFollowAbandoned(socket, tab.getValue()))
                                .map(socket -> violation(
                                        conversation.clientId(),
                                        "tab " + tab.getKey() + " lost connection " + socket.connection()
                                                + ", its newest, with 4409"))));
    }

    private static boolean isTakenOver(Line.Socket socket) {
        return socket.event().equals("closed") && socket.detail().startsWith("4409");
    }

    private static boolean isNewest(Line.Socket closed, List<TabEvent> events) {
        return events.stream()
                .filter(event -> event.at().n() < closed.at().n())
                .allMatch(event -> event.connection() <= closed.connection());
    }

    private static boolean mayFollowAbandoned(Line.Socket closed, List<TabEvent> events) {
        return events.stream()
                .flatMap(event -> Stream.ofNullable(event.socket()))
                .filter(socket -> socket.at().n() < closed.at().n()
                        && closed.at().wall() - socket.at().wall() < LATE_MILLIS)
                .anyMatch(socket ->
                        socket.event().equals("refused") && socket.detail().contains("timed out"));
    }
}
