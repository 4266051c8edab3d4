package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SocketSession;
import org.junit.jupiter.api.Test;

/// What a tab sees is each entry once, in order, without a gap.
class SessionsIT {

    private final Installed installed = Installed.shared();
    private final Node node = Node.shared();

    @Test
    void the_same_session_takes_over() throws Exception {
        var router = router("taker");
        try (var old = Browser.open(node.port(), "/ws/chat/taker?session=tab")) {
            router.resume(1);
            try (var fresh = Browser.open(node.port(), "/ws/chat/taker?session=tab")) {
                assertThat(old.awaitClose()).isEqualTo(4409);
                var second = router.resume(2);
                fresh.awaitFrame("resumed");
                assertThat(router.awaitEvent(SessionEvent.CLOSE, 1).getConnection())
                        .isNotEqualTo(second.getConnection());
            }
        }
    }

    @Test
    void a_session_taken_over_on_another_node_closes_here() throws Exception {
        var router = router("elsewhere");
        try (var browser = Browser.open(node.port(), "/ws/chat/elsewhere")) {
            router.takenOver(router.resume(1));
            assertThat(browser.awaitClose()).isEqualTo(4409);
        }
    }

    @Test
    void a_gap_is_healed_and_nothing_is_shown_twice() throws Exception {
        var router = router("gappy");
        try (var browser = Browser.open(node.port(), "/ws/chat/gappy")) {
            var open = router.resume(1);
            browser.awaitFrame("resumed");
            router.live(open, 1, null, "one");
            router.live(open, 1, null, "one");
            router.live(open, 3, 2L, "three, ahead of its time");

            var again = router.awaitEvent(SessionEvent.OPEN, 2);
            assertThat(again.getAfter()).contains("inc.1");
            assertThat(again.getAgain()).isTrue();
            assertThat(again.getResume()).isTrue();
            assertThat(again.getConnection()).isEqualTo(open.getConnection());
            router.recalled(again, 2, 1L, "two");
            router.recalled(again, 3, 2L, "three");
            router.mark(again, 3L);
            router.live(again, 4, 3L, "four");

            awaitContents(browser, "one", "two", "three", "four");
        }
    }

    @Test
    void an_entry_before_the_end_of_the_resume_waits_for_it() throws Exception {
        var router = router("eager");
        try (var browser = Browser.open(node.port(), "/ws/chat/eager?after=inc.5")) {
            var open = router.awaitEvent(SessionEvent.OPEN, 1);
            assertThat(open.getAfter()).contains("inc.5");
            router.live(open, 9, 8L, "ignored");
            router.recalled(open, 8, 5L, "eight");
            router.recalled(open, 9, 8L, "nine");
            router.mark(open, 9L);
            awaitContents(browser, "eight", "nine");
            assertThat(browser.awaitFrame("resumed").path("position").asString())
                    .isEqualTo("inc.9");
        }
    }

    @Test
    void fresh_history_that_a_restarted_router_sends_again_is_shown_and_told_once() throws Exception {
        var router = router("historian");
        try (var browser = Browser.open(node.port(), "/ws/chat/historian?after=inc.1")) {
            var open = router.awaitEvent(SessionEvent.OPEN, 1);
            router.recalled(open, 8, 7L, "eight");
            router.recalled(open, 9, 8L, "nine");
            for (int answer = 0; answer < 2; answer++) {
                router.recalled(open, 8, 7L, "eight");
                router.recalled(open, 9, 8L, "nine");
                router.fresh(open, 9);
            }
            router.live(open, 10, 9L, "ten");

            awaitContents(browser, "eight", "nine", "ten");
            assertThat(browser.frames("resumed"))
                    .extracting(frame -> frame.path("recovered").asBoolean())
                    .startsWith(false)
                    .containsOnlyOnce(false);
        }
    }

    @Test
    void a_client_may_ask_for_everything_after_a_position_again() throws Exception {
        var router = router("nostalgic");
        try (var browser = Browser.open(node.port(), "/ws/chat/nostalgic")) {
            var open = router.resume(1);
            browser.awaitFrame("resumed");
            router.live(open, 1, null, "one");
            router.live(open, 2, 1L, "two");
            awaitContents(browser, "one", "two");
            browser.send("{\"type\":\"resume\",\"after\":\"inc.1\"}");
            var again = router.awaitEvent(SessionEvent.OPEN, 2);
            assertThat(again.getAfter()).contains("inc.1");
            router.recalled(again, 2, 1L, "two");
            router.mark(again, 2L);
            awaitContents(browser, "one", "two", "two");
        }
    }

    @Test
    void a_resume_that_does_not_come_is_asked_for_again() throws Exception {
        var router = router("patient");
        try (var browser = Browser.open(node.port(), "/ws/chat/patient?after=inc.7")) {
            browser.awaitFrame("connected");
            var again = router.awaitEvent(SessionEvent.OPEN, 2);
            assertThat(again.getAfter()).contains("inc.7");
        }
    }

    @Test
    void records_for_an_earlier_boot_mean_nothing() throws Exception {
        var router = router("haunted");
        try (var browser = Browser.open(node.port(), "/ws/chat/haunted")) {
            var open = router.resume(1);
            browser.awaitFrame("resumed");
            var stale = SocketSession.newBuilder(open).setBootId("earlier").build();
            router.live(stale, 1, null, "of an earlier boot");
            router.live(open, 1, null, "of this boot");
            awaitContents(browser, "of this boot");
        }
    }

    @Test
    void the_router_learns_that_a_client_is_absent() throws Exception {
        var router = router("gone");
        SocketSession open;
        try (var browser = Browser.open(node.port(), "/ws/chat/gone")) {
            open = router.resume(1);
            browser.awaitFrame("resumed");
        }
        router.awaitEvent(SessionEvent.CLOSE, 1);
        router.live(open, 1, null, "nobody hears this");
        assertThat(router.awaitEvent(SessionEvent.ABSENT, 1).getConnection())
                .isGreaterThanOrEqualTo(open.getConnection());
    }

    @Test
    void every_tab_sees_an_entry() throws Exception {
        var router = router("tabs");
        try (var one = Browser.open(node.port(), "/ws/chat/tabs?session=1");
                var two = Browser.open(node.port(), "/ws/chat/tabs?session=2")) {
            var open = router.resume(1);
            router.resume(2);
            one.awaitFrame("resumed");
            two.awaitFrame("resumed");
            router.live(open, 1, null, "to both");
            awaitContents(one, "to both");
            awaitContents(two, "to both");
        }
    }

    private Router router(String user) {
        return new Router(installed, "shoes:shoes-web:g." + user);
    }

    private static void awaitContents(Browser browser, String... expected) {
        await().untilAsserted(() -> assertThat(browser.frames("message"))
                .extracting(frame -> frame.path("content").asString())
                .containsExactly(expected));
    }
}
