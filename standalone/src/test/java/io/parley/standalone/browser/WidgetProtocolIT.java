package io.parley.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import io.parley.standalone.browser.ScriptedServer.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The widget's side of the protocol where the server or the network misbehaves. The server is scripted, the browser is
/// real.
@Tag("slow")
class WidgetProtocolIT {

    private static final String LOG_OF_A_REPEATED_ENTRY = """
            async () => {
              const { ConversationLog } = await import("/parley/client/log.js");
              const log = new ConversationLog();
              log.resumed("i.0", true);
              return [log.take({ position: "i.1" }), log.take({ position: "i.1" }), log.entries.length].join(", ");
            }""";

    private static Chromium chromium;
    private static HttpServer files;

    private BrowserContext context;
    private ScriptedServer server;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        files = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Path.of("../ingress-ws/target/classes/static").toAbsolutePath().normalize(),
                OutputLevel.NONE);
        files.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
            files.stop(0);
        }
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void a_message_whose_acceptance_got_lost_is_sent_again_and_shown_once() {
        var chat = open((connection, frame) -> {
            if (isMessage(frame) && connection.number() == 1) {
                connection.close(1012);
            } else if (isOpened(frame)) {
                if (connection.number() > 1) {
                    connection.user("i.1", "", "m1", "hello");
                }
                connection.resumed("i.1", true);
            }
        });

        chat.say("hello");
        chat.page()
                .waitForCondition(() -> server.connections().size() == 2
                        && server.last().messages().size() == 1);
        chat.page().locator(".log .icon-delivered").waitFor();
        assertThat(chat.said()).containsExactly("you: hello");
        server.last().accepted(server.last().messages().getFirst(), "m1");

        chat.awaitRest();
        assertThat(chat.said()).containsExactly("you: hello");
        assertThat(server.connections().getFirst().messages())
                .isEqualTo(server.last().messages());
    }

    @Test
    void words_written_without_a_connection_survive_a_reload_and_go_out_in_their_order() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame) && connection.number() > 2) {
                connection.resumed("i.0", true);
            } else if (isOpened(frame)) {
                connection.close(1013);
            } else if (isMessage(frame)) {
                connection.accepted(frame, "m-" + frame.path("text").asString());
            }
        });
        chat.say("one");
        chat.say("two");

        chat.page().reload();

        chat.page().waitForCondition(() -> server.last().messages().size() == 2);
        assertThat(server.last().messages())
                .extracting(message -> message.path("text").asString())
                .containsExactly("one", "two");
        chat.awaitSaid(List.of("you: one", "you: two"));
    }

    @Test
    void a_gap_is_noticed_and_closed_before_anything_behind_it_is_shown() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.agent("i.1", "", "t1", "first");
                connection.resumed("i.1", true);
                connection.agent("i.3", "i.2", "t3", "third");
            } else if (isResume(frame)) {
                connection.agent("i.2", "i.1", "t2", "second");
                connection.agent("i.3", "i.2", "t3", "third");
                connection.resumed("i.3", true);
            }
        });

        chat.awaitSaid(List.of("agent: first", "agent: second", "agent: third"));
        assertThat(server.last().received().stream().filter(WidgetProtocolIT::isResume))
                .extracting(frame -> frame.path("after").asString())
                .containsExactly("i.1");
    }

    @Test
    void a_repeated_entry_is_shown_once() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.agent("i.1", "", "t1", "first");
                connection.agent("i.1", "", "t1", "first");
                connection.resumed("i.1", true);
                connection.agent("i.1", "", "t1", "first");
                connection.agent("i.2", "i.1", "t2", "second");
            }
        });

        chat.awaitSaid(List.of("agent: first", "agent: second"));
        assertThat(chat.page().evaluate(LOG_OF_A_REPEATED_ENTRY)).isEqualTo("added, known, 1");
    }

    @Test
    void a_reconnect_asks_for_what_came_after_the_last_entry_and_a_fresh_history_replaces_the_old_one() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame) && connection.number() == 1) {
                connection.agent("i.1", "", "t1", "old world");
                connection.resumed("i.1", true);
                connection.close(1012);
            } else if (isOpened(frame)) {
                connection.agent("j.1", "", "t2", "new world");
                connection.resumed("j.1", false);
            }
        });

        chat.awaitSaid(List.of("agent: new world"));
        assertThat(server.connections().getFirst().route().url())
                .contains("history=50")
                .doesNotContain("after=");
        assertThat(server.last().route().url()).contains("after=i.1").doesNotContain("history=");
    }

    @Test
    void a_tab_that_was_taken_over_goes_on_under_a_session_of_its_own() {
        open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.resumed("i.0", true);
                if (connection.number() == 1) {
                    connection.close(4409);
                }
            }
        });

        context.pages().getFirst().waitForCondition(() -> server.connections().size() == 2);
        assertThat(sessionOf(server.last()))
                .isNotEqualTo(sessionOf(server.connections().getFirst()));
    }

    @Test
    void a_node_that_goes_away_is_left_within_the_time_it_names() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.resumed("i.0", true);
                if (connection.number() == 1) {
                    connection.send("{'type':'draining','reconnect_after_ms':50}");
                }
            }
        });

        chat.page().waitForCondition(() -> server.connections().size() == 2);
        chat.online();
        assertThat(sessionOf(server.last()))
                .isEqualTo(sessionOf(server.connections().getFirst()));
    }

    @Test
    void too_fast_waits_as_long_as_told_and_sends_the_same_message_again() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.resumed("i.0", true);
            } else if (isMessage(frame) && connection.messages().size() == 1) {
                connection.send("{'type':'error','code':'RATE_LIMITED','message':'slower','retry_after_ms':200,'id':'"
                        + frame.path("id").asString() + "'}");
            } else if (isMessage(frame)) {
                connection.accepted(frame, "m" + connection.messages().size());
            }
        });
        chat.say("one");
        chat.say("two");

        chat.page().waitForCondition(() -> server.last().messages().size() == 3);
        assertThat(server.last().messages())
                .extracting(message -> message.path("text").asString())
                .containsExactly("one", "one", "two");
        assertThat(server.last().messages().get(0))
                .isEqualTo(server.last().messages().get(1));
    }

    @Test
    void a_message_that_can_never_be_accepted_is_said_to_be_unsent_and_holds_up_nothing() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.resumed("i.0", true);
            } else if (isMessage(frame) && frame.path("text").asString().equals("bad")) {
                connection.send("{'type':'error','code':'INVALID_FRAME','message':'no','id':'"
                        + frame.path("id").asString() + "'}");
            } else if (isMessage(frame)) {
                connection.accepted(frame, "m1");
            }
        });
        chat.say("bad");
        chat.say("good");

        chat.page().waitForCondition(() -> server.last().messages().size() == 2);
        assertThat(chat.page().locator(".message.refused").innerText()).contains("bad");
    }

    @Test
    void a_new_attempt_discards_the_text_so_far_and_the_entry_has_the_last_word() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.resumed("i.0", true);
                connection.send(delta(1, 0, "old words"));
                connection.send(delta(2, 5, "text"));
                connection.send(delta(2, 0, "newer"));
                connection.send(delta(2, 0, "newer"));
                connection.send(delta(1, 9, " late"));
            }
        });
        chat.page().waitForCondition(() -> chat.streamed().equals("newertext"));

        server.last().agent("i.1", "", "t1", "final words");
        server.last().send(delta(2, 9, " late"));

        chat.awaitSaid(List.of("agent: final words"));
        assertThat(chat.streamed()).isEmpty();
    }

    @Test
    void an_answer_whose_stream_was_torn_is_whole_without_a_reload() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.resumed("i.0", true);
                if (connection.number() == 1) {
                    connection.send(delta(1, 0, "one "));
                    connection.close(1012);
                } else {
                    connection.send(delta(1, 13, " four"));
                    connection.send(delta(1, 0, "one two three"));
                }
            }
        });
        chat.page().waitForCondition(() -> chat.streamed().equals("one two three four"));

        server.last().agent("i.1", "", "t1", "one two three four five");

        chat.awaitSaid(List.of("agent: one two three four five"));
        assertThat(chat.streamed()).isEmpty();
    }

    @Test
    void a_network_that_comes_back_ends_the_wait() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.resumed("i.0", true);
                if (connection.number() == 1) {
                    connection.close(4429);
                }
            }
        });
        chat.page().locator(".dot[data-state=waiting]").waitFor();

        chat.page().evaluate("() => dispatchEvent(new Event('online'))");

        chat.online();
        assertThat(server.connections()).hasSize(2);
    }

    @Test
    void a_page_that_is_refused_says_so_and_waits_for_the_visitor() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.resumed("i.0", true);
                if (connection.number() == 1) {
                    connection.close(1008);
                }
            }
        });
        chat.page().locator(".dot[data-state=stopped]").waitFor();
        assertThat(chat.page().locator(".problem").innerText()).contains("does not take messages");

        chat.page().locator(".retry").click();

        chat.online();
        assertThat(chat.page().locator(".problem").innerText()).isEmpty();
    }

    @Test
    void content_is_text_whatever_it_looks_like() {
        var chat = open((connection, frame) -> {
            if (isOpened(frame)) {
                connection.agent(
                        "i.1",
                        "",
                        "t1",
                        "<img src=x onerror=alert(1)> [click](javascript:alert(1)) **bold** [ok](https://example.org)");
                connection.resumed("i.1", true);
            }
        });
        chat.page().locator(".log strong").waitFor();

        assertThat(chat.said())
                .containsExactly("agent: <img src=x onerror=alert(1)> [click](javascript:alert(1)) bold ok");
        assertThat(chat.page().locator(".log img").count()).isZero();
        assertThat(chat.page().locator(".log a").all())
                .extracting(link -> link.getAttribute("href"))
                .containsExactly("https://example.org");
    }

    @Test
    void an_expired_token_is_replaced_by_a_new_one_from_the_page() {
        open((connection, frame) -> {});
        var page = context.pages().getFirst();
        page.evaluate("""
                () => {
                  let issued = 0;
                  return Parley.mount({ mode: "inline", target: "#chat", tenant: "lab", userId: "ana", tokenProvider: async () => `token-${++issued}` });
                }""");
        page.waitForCondition(() -> server.connections().size() == 2);
        server.last().close(4401);

        page.waitForCondition(() -> server.connections().size() == 3);
        assertThat(server.connections().get(1).route().protocols()).containsExactly("parley.v1", "bearer.token-1");
        assertThat(server.last().route().protocols()).containsExactly("parley.v1", "bearer.token-2");
        assertThat(server.last().route().url()).contains("/ws/chat/ana").doesNotContain("token");
    }

    @Test
    void a_token_that_ends_soon_is_replaced_on_the_same_socket() {
        open((connection, frame) -> {});
        var page = context.pages().getFirst();
        page.evaluate("""
                () => {
                  let issued = 0;
                  const tokenProvider = () => `e30.${btoa(JSON.stringify({ exp: Date.now() / 1000 + 1, number: ++issued })).replaceAll("=", "")}.x`;
                  return Parley.mount({ mode: "inline", target: "#chat", tenant: "lab", userId: "ana", tokenProvider });
                }""");

        page.waitForCondition(() -> server.last().received().stream()
                .anyMatch(frame -> frame.path("type").asString("").equals("refresh")));

        assertThat(server.connections()).hasSize(2);
        assertThat(server.last().route().protocols().getLast())
                .isNotEqualTo("bearer."
                        + server.last().received().getLast().path("token").asString());
    }

    private ChatPage open(BiConsumer<Connection, JsonNode> behaviour) {
        context = chromium.browser().newContext();
        Page page = context.newPage();
        server = ScriptedServer.of(page, behaviour);
        var address = files.getAddress();
        return ChatPage.open(page, "http://localhost:" + address.getPort() + "/?tenant=lab");
    }

    private static String delta(int attempt, int offset, String text) {
        return "{'type':'delta','turn_id':'t1','attempt':%d,'index':0,'offset':%d,'text':'%s'}"
                .formatted(attempt, offset, text);
    }

    private static String sessionOf(Connection connection) {
        return connection.route().url().replaceFirst(".*[?&]session=([^&]+).*", "$1");
    }

    private static boolean isOpened(JsonNode frame) {
        return frame.path("type").asString("").equals("opened");
    }

    private static boolean isMessage(JsonNode frame) {
        return frame.path("type").asString("").equals("message");
    }

    private static boolean isResume(JsonNode frame) {
        return frame.path("type").asString("").equals("resume");
    }
}
