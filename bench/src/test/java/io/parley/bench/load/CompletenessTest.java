package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletenessTest {

    private static final Tally CALM = new Counts().tally(2);

    @Test
    void everything_that_was_said_has_been_seen() {
        assertThat(Completeness.of(new int[] {3, 1}, new int[] {3, 1}, CALM))
                .isEqualTo(new Completeness(4, 0, 0, 0))
                .returns(true, Completeness::isWhole);
    }

    @Test
    void a_client_that_lacks_its_last_entry_is_incomplete() {
        assertThat(Completeness.of(new int[] {3, 1}, new int[] {2, 1}, CALM))
                .isEqualTo(new Completeness(4, 1, 0, 0))
                .returns(false, Completeness::isWhole);
    }

    @Test
    void a_client_that_never_came_is_incomplete() {
        assertThat(Completeness.of(new int[] {0, 1}, new int[] {0}, CALM).isWhole())
                .isFalse();
    }
}
