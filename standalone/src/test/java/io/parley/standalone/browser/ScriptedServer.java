package io.parley.standalone.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plays the server's side of the page's sockets: says hello, notes what it gets, and otherwise does what the test
/// says.
final class ScriptedServer {

    /// One socket of the page's.
    record Connection(int number, WebSocketRoute route, List<JsonNode> received) {

        void send(String frame) {
            route.send(frame.replace('\'', '"'));
        }

        void close(int code) {
            route.close(new WebSocketRoute.CloseOptions().setCode(code));
        }

        /// An entry of the customer's.
        void user(String position, String previous, String messageId, String text) {
            send(
                    "{'type':'message','role':'user','author':'user','kind':'reply','timestamp':'2026-11-01T12:00:00.000Z','position':'%s','previous':'%s','message_id':'%s','content':'%s'}"
                            .formatted(position, previous, messageId, text));
        }

        /// An entry of the agent's.
        void agent(String position, String previous, String turnId, String text) {
            send(
                    "{'type':'message','role':'agent','author':'agent','kind':'reply','timestamp':'2026-11-01T12:00:00.000Z','position':'%s','previous':'%s','turn_id':'%s','content':'%s'}"
                            .formatted(position, previous, turnId, text));
        }

        void resumed(String position, boolean recovered) {
            send("{'type':'resumed','position':'" + position + "','recovered':" + recovered + "}");
        }

        void accepted(JsonNode message, String messageId) {
            send("{'type':'accepted','id':'" + message.path("id").asString() + "','message_id':'" + messageId + "'}");
        }

        List<JsonNode> messages() {
            return received.stream()
                    .filter(frame -> frame.path("type").asString("").equals("message"))
                    .toList();
        }
    }

    private final List<Connection> connections = new ArrayList<>();

    /// Stands in for the server of a page that is about to be opened.
    static ScriptedServer of(Page page, BiConsumer<Connection, JsonNode> behaviour) {
        var server = new ScriptedServer();
        page.routeWebSocket("**/ws/chat/**", route -> server.opened(route, behaviour));
        return server;
    }

    List<Connection> connections() {
        return connections;
    }

    Connection last() {
        return connections.getLast();
    }

    private void opened(WebSocketRoute route, BiConsumer<Connection, JsonNode> behaviour) {
        var connection = new Connection(connections.size() + 1, route, new ArrayList<>());
        connections.add(connection);
        route.onMessage(frame -> {
            JsonNode received = JsonMapper.shared().readTree(frame.text());
            connection.received().add(received);
            behaviour.accept(connection, received);
        });
        connection.send(
                "{'type':'connected','user_id':'u','client_id':'c','session':'s','node':'n','heartbeat_seconds':30}");
        behaviour.accept(connection, JsonMapper.shared().readTree("{\"type\":\"opened\"}"));
    }
}
