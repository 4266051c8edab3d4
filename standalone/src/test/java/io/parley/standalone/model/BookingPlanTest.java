package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BookingPlanTest {

    private static final String BOOKED = """
            {"appointment":{"id":"A7","start":"2026-11-22T10:00","minutes":30,"subject":"Consulta"}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quiero un turno mañana a las 10 | 2026-11-22T10:00",
                "un turno para pasado mañana a las 4 de la tarde | 2026-11-23T16:00",
                "un turno el lunes por la mañana, 9:30 | 2026-11-23T09:30",
                "reservar un turno el 1/12 a las 10 y media | 2026-12-01T10:30",
                "turno el 3 de febrero a las 11 hs | 2027-02-03T11:00",
                "book me an appointment on 2026-12-01 at 10:00 | 2026-12-01T10:00",
                "an appointment on December 5 at 3 pm | 2026-12-05T15:00",
                "an appointment for Saturday at noon | 2026-11-28T12:00"
            })
    void a_wish_in_words_becomes_a_day_and_a_time(String wish, String start) {
        Exam exam = Exam.spanish(wish).offeringAll().when("book_appointment", BOOKED);
        assertThat(exam.words()).startsWith("Tu turno está reservado: 2026-11-22 10:00, Consulta.");
        assertThat(exam.calls())
                .containsExactly("book_appointment{\"start\":\"" + start + "\",\"subject\":\"Consulta\"}");
    }

    @Test
    void name_length_and_subject_go_along() {
        Exam exam = Exam.english("My name is Ann", "Hello!", "Book 45 minutes for caliper calibration tomorrow at 9 am")
                .offeringAll()
                .when("book_appointment", BOOKED);
        exam.words();
        assertThat(exam.calls())
                .containsExactly("book_appointment{\"start\":\"2026-11-22T09:00\",\"minutes\":45,"
                        + "\"subject\":\"caliper calibration\",\"name\":\"Ann\"}");
    }

    @Test
    void what_is_missing_is_asked_for_and_the_answer_completes_it() {
        Exam first = Exam.spanish("Quiero un turno mañana").offeringAll();
        assertThat(first.words()).startsWith("¿Para qué día y a qué hora quieres el turno?");
        assertThat(first.calls()).isEmpty();

        Exam then = Exam.spanish("Quiero un turno mañana", "¿A qué hora?", "a las 11")
                .offeringAll()
                .when("book_appointment", BOOKED);
        then.words();
        assertThat(then.arguments("book_appointment")
                        .orElseThrow()
                        .path("start")
                        .asString())
                .isEqualTo("2026-11-22T11:00");
    }

    @Test
    void a_time_that_is_taken_is_never_confirmed_and_the_free_ones_are_offered() {
        Exam exam = Exam.spanish("turno mañana a las 10").offeringAll().when("book_appointment", """
                {"error":"taken","message":"That time is taken","free":["2026-11-22T10:30:00","2026-11-22T11:00:00"]}""");
        assertThat(exam.words())
                .startsWith("Ese horario no está libre. Puedo ofrecerte: 2026-11-22 10:30, 2026-11-22 11:00.");
    }

    @Test
    void a_failure_is_no_booking() {
        Exam exam = Exam.spanish("turno mañana a las 10")
                .offeringAll()
                .when("book_appointment", "{\"error\":\"too-many\"}");
        assertThat(exam.words()).startsWith("No pude reservar ese turno.");
        assertThat(Exam.spanish("turno mañana a las 10")
                        .offeringAll()
                        .when("book_appointment", "{\"error\":\"unknown\"}")
                        .words())
                .startsWith("No sé si el turno quedó reservado");
    }
}
