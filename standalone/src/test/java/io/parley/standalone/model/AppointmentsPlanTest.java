package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AppointmentsPlanTest {

    private static final String ONE = """
            {"appointments":[{"id":"A7","start":"2026-11-22T10:00","subject":"Consulta"}]}""";
    private static final String TWO = """
            {"appointments":[{"id":"A7","start":"2026-11-22T10:00"},{"id":"A8","start":"2026-11-24T10:00"}]}""";

    @Test
    void appointments_are_listed() {
        Exam exam = Exam.spanish("¿Qué turnos tengo?").offeringAll().when("list_appointments", ONE);
        assertThat(exam.words()).startsWith("Tus turnos: 2026-11-22 10:00, Consulta.");
        assertThat(exam.calls()).containsExactly("list_appointments{}");
        assertThat(Exam.english("Show my appointments")
                        .offeringAll()
                        .when("list_appointments", "{\"appointments\":[]}")
                        .words())
                .startsWith("You have no appointments.");
    }

    @Test
    void the_only_appointment_is_cancelled() {
        Exam exam = Exam.english("Please cancel my appointment")
                .offeringAll()
                .when("list_appointments", ONE)
                .when("cancel_appointment", "{\"appointment\":{\"id\":\"A7\",\"status\":\"cancelled\"}}");
        assertThat(exam.words()).startsWith("Your appointment is cancelled: 2026-11-22 10:00, Consulta.");
        assertThat(exam.calls())
                .containsExactly("list_appointments{}", "cancel_appointment{\"appointment_id\":\"A7\"}");
    }

    @Test
    void of_several_the_one_that_is_meant_is_cancelled_or_asked_for() {
        Exam meant = Exam.spanish("Cancela mi turno del martes").offeringAll().when("list_appointments", TWO);
        meant.words();
        assertThat(meant.calls()).last().isEqualTo("cancel_appointment{\"appointment_id\":\"A8\"}");

        Exam open = Exam.spanish("Cancela mi turno").offeringAll().when("list_appointments", TWO);
        assertThat(open.words()).startsWith("¿Cuál quieres cancelar?").contains("2026-11-22 10:00", "2026-11-24 10:00");
        assertThat(open.calls()).hasSize(1);
    }

    @Test
    void a_refusal_is_no_cancellation() {
        assertThat(Exam.spanish("Cancela mi turno")
                        .offeringAll()
                        .when("list_appointments", ONE)
                        .when("cancel_appointment", "{\"error\":\"too-late\"}")
                        .words())
                .startsWith("No pude cancelar el turno.");
    }
}
