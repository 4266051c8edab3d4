package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProductPlanTest {

    private static final String SHOES = """
            {"products":[
              {"id":"z1","name":"Zapatilla Trueno","price":"89.90","currency":"EUR","in_stock":true},
              {"id":"z2","name":"Zapatilla Pampa","price":"119.00","currency":"EUR","in_stock":false},
              {"id":"z3","name":"Zapatilla Vereda","price":"49.50","currency":"EUR","in_stock":true},
              {"id":"z4","name":"Zapatilla Rayo","price":"39.90","currency":"EUR","in_stock":true}],"more":false}""";
    private static final String NONE = "{\"products\":[],\"more\":false}";

    @Test
    void products_are_searched_by_key_words_and_shown_as_cards_with_two_buttons() {
        Exam exam = Exam.spanish("Hola, ¿tienen zapatillas para correr?")
                .offeringAll()
                .when("search_products", SHOES);

        assertThat(exam.words()).isEmpty();
        assertThat(exam.calls().getFirst()).isEqualTo("search_products{\"query\":\"zapatillas correr\"}");
        assertThat(exam.calls()).hasSize(2);
        assertThat(exam.arguments("compose_reply").orElseThrow()).isEqualTo(Exam.json("""
                {"parts":[
                  {"kind":"text","text":"¡Hola! Encontré esto: (stand-in model)"},
                  {"kind":"product","product_id":"z1"},
                  {"kind":"product","product_id":"z2"},
                  {"kind":"product","product_id":"z3"},
                  {"kind":"buttons","text":"¿Qué quieres hacer ahora?","buttons":[
                    {"id":"more","title":"Ver más productos"},{"id":"person","title":"Hablar con alguien"}]}]}"""));
    }

    @Test
    void the_reply_is_in_the_prompts_language() {
        Exam exam = Exam.english("Do you have calipers?")
                .offering("search_products", "compose_reply", "order_status")
                .when("search_products", SHOES);
        exam.words();
        assertThat(exam.arguments("compose_reply").orElseThrow().toString())
                .contains("I have found this:", "Where is my order?");
    }

    @Test
    void without_compose_reply_or_where_it_is_refused_products_are_told_in_words() {
        Exam exam = Exam.spanish("¿Cuánto cuesta la zapatilla Trueno?")
                .offering("search_products")
                .when("search_products", SHOES);
        assertThat(exam.words())
                .startsWith("Encontré esto: Zapatilla Trueno, 89.90 EUR; Zapatilla Pampa, 119.00 EUR (sin stock); ");

        exam.offering("compose_reply").when("compose_reply", "{\"error\":\"bad-arguments\"}");
        assertThat(exam.words()).startsWith("Encontré esto: Zapatilla Trueno, 89.90 EUR");
        assertThat(exam.calls().stream().filter(call -> call.startsWith("compose_reply")))
                .hasSize(1);
    }

    @Test
    void what_do_you_have_browses_the_catalogue() {
        assertThat(callsFor(Exam.spanish("Hola, ¿qué tienen?"))).containsExactly("browse_catalogue{}");
        assertThat(callsFor(Exam.english("What do you have?"))).containsExactly("browse_catalogue{}");
        assertThat(callsFor(Exam.spanish("Ver más productos [button: more]"))).containsExactly("browse_catalogue{}");
    }

    @Test
    void a_category_is_listed() {
        assertThat(callsFor(Exam.spanish("¿Qué hay en la categoría sandalias?")))
                .first()
                .isEqualTo("search_by_category{\"category\":\"sandalias\"}");
    }

    @Test
    void what_is_not_there_is_not_promised() {
        Exam exam = Exam.spanish("¿Venden bicicletas?")
                .offering("search_products", "search_knowledge", "hand_over")
                .when("search_products", NONE)
                .when("search_knowledge", "{\"passages\":[]}");
        assertThat(exam.words()).startsWith("No tengo ese dato.").contains("¿Quieres hablar con una persona?");
        assertThat(exam.calls()).doesNotHaveDuplicates();
    }

    @Test
    void a_source_out_of_reach_is_said_to_be() {
        Exam exam = Exam.spanish("¿Tienen botas?")
                .offering("search_products")
                .when("search_products", "{\"error\":\"unavailable\"}");
        assertThat(exam.words()).startsWith("No puedo consultarlo en este momento.");
    }

    private static List<String> callsFor(Exam exam) {
        exam.offeringAll()
                .when("browse_catalogue", SHOES)
                .when("search_by_category", NONE)
                .when("search_products", NONE)
                .words();
        return exam.calls().stream()
                .filter(call -> !call.startsWith("compose_reply"))
                .toList();
    }
}
