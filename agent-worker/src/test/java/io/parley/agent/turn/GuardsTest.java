package io.parley.agent.turn;

import static io.parley.agent.turn.ScriptedModel.echoAfter;
import static io.parley.agent.turn.ScriptedModel.failsAfter;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.budget.Budget;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Permits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What guards the model and the tenant's purse: fast and polite, on record, and over when its cause is.
class GuardsTest {

    private final Rig rig = new Rig().agent("\"turn-timeout\": \"60s\"");

    private static ModelOutcome.Failed failed(String reason) {
        return new ModelOutcome.Failed(reason, false, Optional.empty(), "as the test says");
    }

    private Duration took(int number) {
        var turn = rig.said.get(number);
        return Duration.between(turn.startedAt(), turn.ending().orElseThrow().at());
    }

    @Test
    void a_permit_is_waited_for_ten_seconds_then_the_client_is_told_to_come_back() throws Exception {
        // given
        var taken = new ArrayList<Permits.Lease>();
        for (int i = 0; i < 10; i++) {
            taken.add(rig.permits.ask("shoes", "http://model", () -> {}));
        }
        // when
        rig.message(0, "a");
        rig.handleAll();
        // then
        assertThat(rig.end(0).reason()).isEqualTo("permits-used-up");
        assertThat(rig.saying(0).text()).startsWith("Ahora mismo me escribe tanta gente");
        assertThat(took(0)).isEqualTo(Duration.ofSeconds(10));
        assertThat(rig.said.getFirst().decisions())
                .extracting(Decision::why)
                .contains("permits-used-up: none within 10000 ms");
        assertThat(rig.model.prompts()).isEmpty();
        taken.forEach(Permits.Lease::close);
        rig.message(0, "b");
        rig.handleAll();
        assertThat(rig.end(1).outcome()).isEqualTo(TurnEnd.Outcome.ANSWERED);
    }

    @Test
    void a_budget_that_is_used_up_is_said_at_once_and_the_next_day_is_another() throws Exception {
        // given
        rig.tools.isPurseEmpty = true;
        // when
        rig.message(0, "a");
        rig.handleAll();
        // then
        assertThat(rig.end(0).reason()).isEqualTo("budget-exhausted");
        assertThat(rig.saying(0).text()).endsWith("Escríbeme de nuevo mañana, por favor.");
        assertThat(took(0)).isZero();
        rig.tools.isPurseEmpty = false;
        rig.message(0, "b");
        rig.handleAll();
        assertThat(rig.end(1).outcome()).isEqualTo(TurnEnd.Outcome.ANSWERED);
    }

    @Test
    void a_model_that_is_not_asked_for_a_while_is_out_of_order_unless_there_is_another() throws Exception {
        // given
        rig.model.plays(failsAfter(0, failed(ModelOutcome.Failed.BREAKER_OPEN)), echoAfter(10));
        // when
        rig.message(0, "a");
        rig.handleAll();
        // then
        assertThat(rig.end(0).reason()).isEqualTo("breaker-open");
        assertThat(rig.saying(0).text()).contains("problema técnico");
        assertThat(took(0)).isZero();
        rig.agent("\"fallback-model\": \"other\"");
        rig.model.plays(failsAfter(0, failed(ModelOutcome.Failed.BREAKER_OPEN)), echoAfter(10));
        rig.message(0, "b");
        rig.handleAll();
        assertThat(rig.end(1).outcome()).isEqualTo(TurnEnd.Outcome.ANSWERED);
        assertThat(rig.model.prompts().getLast().model()).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"breaker-open", "model-unavailable", "model-refused", "model-rate-limited"})
    void a_call_that_no_provider_took_costs_nothing(String reason) throws Exception {
        rig.model.plays(failsAfter(10, failed(reason)));
        rig.message(0, "a");
        rig.handleAll();
        assertThat(rig.tools.settled).hasSize(1).containsOnly(new Budget.Tokens(0, 0));
    }

    @Test
    void a_call_that_was_cut_off_costs_its_question_and_what_was_heard_of_the_answer() throws Exception {
        rig.model.plays((prompt, stage) -> {
            stage.text("word ".repeat(60));
            stage.ended(failed(ModelOutcome.Failed.BAD_ANSWER));
        });
        rig.message(0, "a");
        rig.handleAll();
        assertThat(rig.tools.settled).hasSize(1);
        assertThat(rig.tools.settled.getFirst().input()).isPositive();
        assertThat(rig.tools.settled.getFirst().output()).isEqualTo(100);
    }
}
