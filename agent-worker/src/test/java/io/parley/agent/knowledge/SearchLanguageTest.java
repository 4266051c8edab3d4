package io.parley.agent.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchLanguageTest {

    @Test
    void a_language_has_its_own_stems_with_or_without_a_country() {
        assertThat(SearchLanguage.configuration("es")).isEqualTo("spanish");
        assertThat(SearchLanguage.configuration("pt-br")).isEqualTo("portuguese");
    }

    @Test
    void one_that_postgresql_does_not_know_is_searched_by_its_words_as_they_stand() {
        assertThat(SearchLanguage.configuration("ja")).isEqualTo("simple");
    }
}
