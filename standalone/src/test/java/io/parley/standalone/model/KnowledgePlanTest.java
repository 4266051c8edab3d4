package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnowledgePlanTest {

    private static final String SHIPPING = """
            {"passages":[
              {"source":"envios.md","title":"Envíos",
               "text":"El envío a domicilio cuesta 6,50 euros. Se puede retirar gratis en la tienda."},
              {"source":"talles.md","title":"Talles","text":"24 cm es talle 38."}]}""";

    @Test
    void the_fitting_sentence_is_said_with_its_source() {
        Exam exam = Exam.spanish("¿Cuánto cuesta el envío?").offeringAll().when("search_knowledge", SHIPPING);
        assertThat(exam.words()).startsWith("El envío a domicilio cuesta 6,50 euros. (Fuente: envios.md)");
        assertThat(exam.calls()).containsExactly("search_knowledge{\"query\":\"envío\"}");
    }

    @Test
    void a_passage_about_something_else_is_no_answer() {
        Exam exam = Exam.spanish("¿Hacen dibujos animados?").offeringAll().when("search_knowledge", SHIPPING);
        assertThat(exam.words()).startsWith("No tengo ese dato.");
    }

    @Test
    void a_fact_that_clearly_stands_in_the_prompt_needs_no_tool() {
        Exam exam = Exam.with("Eres un asistente.\n## Horario\nAbrimos de lunes a viernes.", "¿Cuál es el horario?")
                .offering("search_knowledge");
        assertThat(exam.words()).startsWith("Abrimos de lunes a viernes.");
        assertThat(exam.calls()).isEmpty();
    }

    @Test
    void who_the_agent_is_is_no_fact_where_there_are_tools() {
        Exam exam = Exam.with("Eres Sol, de una zapatería de Buenos Aires.", "¿Dónde queda la zapatería?")
                .offering("search_knowledge")
                .when("search_knowledge", "{\"passages\":[]}");
        assertThat(exam.words()).startsWith("No tengo ese dato.");
        assertThat(exam.calls()).hasSize(1);
    }
}
