package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderPlanTest {

    private static final String SHIPPED = """
            {"order":{"number":"1001","status":"enviado","items":[{"name":"Zapatilla Trueno","quantity":2}],
              "total":96.4,"currency":"EUR","tracking":"AR-77"}}""";
    private static final String NOT_FOUND = "{\"error\":\"not-found\",\"message\":\"no such order\"}";

    @Test
    void an_order_is_looked_up_by_its_number_and_told_as_it_is() {
        Exam exam = Exam.spanish("¿Dónde está mi pedido 1001?").offeringAll().when("order_status", SHIPPED);
        assertThat(exam.words())
                .startsWith(
                        "Pedido 1001: enviado. artículos: 2 × Zapatilla Trueno; seguimiento: AR-77; total: 96.40 EUR.");
        assertThat(exam.calls()).containsExactly("order_status{\"order_number\":\"1001\"}");
    }

    @Test
    void a_contact_that_stands_in_the_talk_goes_along() {
        Exam exam = Exam.english("I am Ann, ann@example.com", "Hello, Ann!", "What is the state of order L-2002?")
                .offeringAll()
                .when("order_status", SHIPPED);
        exam.words();
        assertThat(exam.calls())
                .containsExactly("order_status{\"order_number\":\"L-2002\",\"contact\":\"ann@example.com\"}");
    }

    @Test
    void an_order_that_is_not_found_is_asked_about_and_the_answer_goes_on_with_it() {
        Exam first = Exam.spanish("¿Y mi pedido 1001?").offeringAll().when("order_status", NOT_FOUND);
        assertThat(first.words())
                .startsWith("No encuentro el pedido 1001 con esos datos. ¿Me dices el número del pedido y el correo");

        Exam then = Exam.spanish("¿Y mi pedido 1001?", "No encuentro el pedido 1001.", "+54 9 11 5555 0101")
                .offeringAll()
                .when("order_status", SHIPPED);
        assertThat(then.words()).startsWith("Pedido 1001: enviado.");
        assertThat(then.calls())
                .containsExactly("order_status{\"order_number\":\"1001\",\"contact\":\"+54 9 11 5555 0101\"}");
    }

    @Test
    void without_a_number_nothing_is_looked_up() {
        Exam exam = Exam.spanish("¿Dónde está mi pedido?").offeringAll();
        assertThat(exam.words()).startsWith("¿Me dices el número del pedido");
        assertThat(exam.calls()).isEmpty();
    }
}
