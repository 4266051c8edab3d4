package io.parley.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.settings.TenantDocument;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CanaryTest {

    private static final List<String> CLIENTS =
            IntStream.range(0, 2_000).mapToObj(i -> "shoes:shoes-web:g." + i).toList();

    private static AgentSettings settings(String canary) {
        var document = JsonMapper.builder()
                .build()
                .readTree("{\"id\": \"shoes\", \"agent\": {\"system-prompt\": \"old\"%s}}".formatted(canary));
        return new AgentSettings(new TenantDocument("shoes", "v-1", 0, document));
    }

    private static AgentSettings share(double share) {
        return settings(", \"canary\": {\"share\": " + share + ", \"system-prompt\": \"new\"}");
    }

    private static List<String> trying(AgentSettings settings) {
        return CLIENTS.stream()
                .filter(client -> settings.of(client).systemPrompt().equals("new"))
                .toList();
    }

    @Test
    void who_tries_a_new_prompt_keeps_trying_it_while_the_share_grows() {
        var tenth = trying(share(0.1));
        var half = trying(share(0.5));
        assertThat(tenth).hasSizeBetween(140, 260).isEqualTo(trying(share(0.1)));
        assertThat(half).hasSizeBetween(900, 1_100).containsAll(tenth);
        assertThat(trying(share(1))).isEqualTo(CLIENTS);
        assertThat(trying(share(0))).isEmpty();
    }

    @Test
    void the_version_says_which_prompt_it_was() {
        var settings = share(0.5);
        for (var client : CLIENTS) {
            var mine = settings.of(client);
            assertThat(mine.version()).isEqualTo(mine.systemPrompt().equals("new") ? "v-1+canary" : "v-1");
        }
        assertThat(Canary.unmarked("v-1+canary"))
                .isEqualTo(Canary.unmarked("v-1"))
                .isEqualTo("v-1");
    }

    @Test
    void without_a_prompt_there_is_nothing_to_try() {
        for (var canary : List.of("", ", \"canary\": {\"share\": 1, \"system-prompt\": \"\"}")) {
            assertThat(trying(settings(canary))).isEmpty();
            assertThat(settings(canary).canary().version()).isEqualTo("v-1");
        }
    }
}
