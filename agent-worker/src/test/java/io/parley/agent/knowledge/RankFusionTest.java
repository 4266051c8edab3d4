package io.parley.agent.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankFusionTest {

    @Test
    void what_both_rank_comes_before_what_one_ranks_higher() {
        var fused = RankFusion.fuse(List.of(List.of("a", "b", "c"), List.of("d", "b")), 10);
        assertThat(fused).containsExactly("b", "a", "d", "c");
    }

    @Test
    void one_ranking_alone_stays_as_it_is() {
        assertThat(RankFusion.fuse(List.of(List.of("a", "b", "c"), List.of()), 2))
                .containsExactly("a", "b");
    }
}
