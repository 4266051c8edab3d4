package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.ANA;
import static io.parley.egress.routing.RoutingFixture.INCARNATION;
import static io.parley.egress.routing.RoutingFixture.entry;
import static io.parley.egress.routing.RoutingFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.SessionMark;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingTopologyTest {

    @TempDir
    Path state;

    private RoutingFixture router;

    @BeforeEach
    void start() {
        router = new RoutingFixture(state);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void an_entry_goes_once_to_each_node_that_holds_the_client() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.session(open(ANA, 3, "boot-a", 2));
        router.session(open(ANA, 7, "boot-b", 1));
        router.web();

        router.say(ANA, "r1");

        assertThat(router.web())
                .extracting(Outbound::getSlot, Outbound::getBootId, Outbound::getConnection)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3, "boot-a", 0L),
                        org.assertj.core.groups.Tuple.tuple(7, "boot-b", 0L));
    }

    @Test
    void a_position_is_the_incarnation_and_the_entrys_own_offset() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();

        router.say(ANA, "r1");
        router.say(ANA, "r2");

        var sent = router.web();
        assertThat(sent.getFirst().getPosition().orElseThrow().getIncarnation()).isEqualTo(INCARNATION);
        assertThat(sent.getFirst().getPrevious()).isEmpty();
        assertThat(sent.getLast().getPosition().orElseThrow().getOffset()).isEqualTo(1);
        assertThat(sent.getLast().getPrevious().orElseThrow().getOffset()).isZero();
    }

    @Test
    void a_resume_brings_what_came_after_the_position_and_then_the_mark() {
        List.of("r0", "r1", "r2").forEach(id -> router.say(ANA, id));

        router.session(open(ANA, 3, "boot-a", 9).setAfter(INCARNATION + ".0"));

        var sent = router.web();
        assertThat(sent).extracting(Outbound::getConnection).containsOnly(9L);
        assertThat(sent.subList(0, 2))
                .extracting(outbound -> ((AgentReply) outbound.getPayload()).getReplyId())
                .containsExactly("r1", "r2");
        var mark = (SessionMark) sent.getLast().getPayload();
        assertThat(mark.getRecovered()).isTrue();
        assertThat(mark.getPosition().orElseThrow().getOffset()).isEqualTo(2);
    }

    @Test
    void the_same_reply_at_another_offset_is_dropped_and_counted() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();

        router.say(ANA, "r1");
        router.say(entry(ANA, "r1").setContent("again").build());

        assertThat(router.web()).hasSize(1);
        assertThat(router.count("parley.duplicates", "where", "router")).isOne();
    }
}
