package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandOverPlanTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quiero hablar con una persona",
                "Hablar con alguien [button: person]",
                "Necesito un asesor, por favor",
                "humano",
                "I want to talk to a human",
                "Can you connect me with an agent?",
                "Talk to a person"
            })
    void who_asks_for_a_person_is_handed_over(String wish) {
        Exam exam = Exam.spanish(wish).offeringAll().when("hand_over", "{\"handed_over\":true}");
        assertThat(exam.words()).startsWith("Le avisé a una persona del equipo");
        assertThat(exam.arguments("hand_over").orElseThrow().path("reason").asString())
                .isEqualTo("El cliente pide hablar con una persona");
        assertThat(exam.arguments("hand_over").orElseThrow().path("summary").asString())
                .isNotEmpty();
    }

    @Test
    void other_people_are_no_reason() {
        Exam exam = Exam.spanish("¿Tienen botas para una persona alta?").offeringAll();
        exam.words();
        assertThat(exam.calls()).noneMatch(call -> call.startsWith("hand_over"));
    }

    @Test
    void after_the_hand_back_the_old_wish_is_none() {
        String text =
                "quiero hablar con una persona\n[The team has handed the conversation back to you.]\n¿Tienen botas?";
        Exam exam = Exam.spanish(text).offeringAll();
        exam.words();
        assertThat(exam.calls())
                .noneMatch(call -> call.startsWith("hand_over"))
                .anyMatch(call -> call.startsWith("search_products"));
    }
}
