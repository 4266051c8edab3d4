package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswersTest {

    @Test
    void a_burst_of_questions_is_answered_as_one_with_several_calls_at_once() {
        Exam exam = Exam.spanish("Hola\n¿Dónde está mi pedido 1001?\n¿Cuánto cuesta el envío?\n¿Qué turnos tengo?")
                .offeringAll()
                .when("order_status", "{\"order\":{\"number\":\"1001\",\"status\":\"enviado\"}}")
                .when("search_knowledge", """
                        {"passages":[{"source":"envios.md","title":"Envíos","text":"El envío cuesta 6,50."}]}""")
                .when("list_appointments", "{\"appointments\":[]}");
        assertThat(exam.words())
                .isEqualTo("¡Hola! Pedido 1001: enviado. El envío cuesta 6,50. (Fuente: envios.md)"
                        + " No tienes turnos reservados. (stand-in model)");
        assertThat(exam.calls()).hasSize(3);
    }

    @Test
    void no_more_than_four_calls_are_made_in_a_turn_and_none_twice() {
        Exam exam = Exam.spanish("¿Hay botas?\n¿Hay botas?\n¿Hay medias?\n¿Hay gorras?\n¿Hay cintos?")
                .offeringAll()
                .when("search_products", "{\"products\":[],\"more\":false}");
        assertThat(exam.words()).startsWith("No tengo ese dato.");
        assertThat(exam.calls()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void small_talk_needs_no_tool() {
        Exam exam = Exam.spanish("¡Hola! Me llamo Ana").offeringAll();
        assertThat(exam.words()).isEqualTo("¡Hola, Ana! ¿En qué puedo ayudarte? (stand-in model)");
        assertThat(Exam.spanish("Hola", "¡Hola!", "ok, gracias").offeringAll().words())
                .isEqualTo("¡De nada!");
        assertThat(exam.calls()).isEmpty();
    }

    @Test
    void a_message_that_comes_between_the_steps_is_answered_too() {
        Exam exam = Exam.spanish("¿Dónde está mi pedido 1001?\n¿Cuánto cuesta el envío?")
                .offeringAll()
                .when("order_status", "{\"order\":{\"number\":\"1001\",\"status\":\"enviado\"}}");
        exam.words();
        assertThat(exam.calls()).hasSize(2 + 1).doesNotHaveDuplicates();
    }
}
