package io.parley.agent.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScissorsTest {

    private static Block heading(int level, String text) {
        return new Block.Heading(level, text);
    }

    private static Block paragraph(String text) {
        return new Block.Paragraph(text);
    }

    private static String sentences(int count) {
        return IntStream.range(0, count)
                .mapToObj("This is sentence number %03d."::formatted)
                .collect(Collectors.joining(" "));
    }

    @Test
    void a_passage_carries_the_headings_above_it() {
        var pieces = Scissors.cut(
                "Care",
                List.of(
                        heading(1, "Care"),
                        paragraph("In general."),
                        heading(2, "Leather"),
                        heading(3, "Cream"),
                        paragraph("Thinly."),
                        heading(2, "Suede"),
                        paragraph("Brush."),
                        paragraph("No water.")));
        assertThat(pieces)
                .containsExactly(
                        new Scissors.Piece("Care", "In general."),
                        new Scissors.Piece("Care › Leather › Cream", "Thinly."),
                        new Scissors.Piece("Care › Suede", "Brush.\nNo water."));
    }

    @Test
    void a_document_without_a_heading_has_its_title() {
        assertThat(Scissors.cut("notes.txt", List.of(paragraph("One."))))
                .containsExactly(new Scissors.Piece("notes.txt", "One."));
    }

    @Test
    void paragraphs_stay_whole_where_they_fit() {
        var pieces = Scissors.cut("t", List.of(paragraph(sentences(25)), paragraph(sentences(25)), paragraph("End.")));
        assertThat(pieces).extracting(Scissors.Piece::text).containsExactly(sentences(25), sentences(25) + "\nEnd.");
    }

    @Test
    void a_long_paragraph_is_cut_between_sentences_and_nothing_is_lost() {
        var text = sentences(200);
        var pieces = Scissors.cut("t", List.of(paragraph(text)));
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(piece.text())
                        .startsWith("This is")
                        .endsWith(".")
                        .hasSizeBetween(800, Scissors.LONGEST));
        assertThat(pieces.stream().map(Scissors.Piece::text).collect(Collectors.joining(" ")))
                .isEqualTo(text);
    }

    @Test
    void text_without_sentences_or_words_is_cut_all_the_same() {
        var emoji = "\uD83D\uDC5F".repeat(2_000);
        var pieces = Scissors.cut("t", List.of(paragraph("x" + emoji)));
        assertThat(pieces.stream().map(Scissors.Piece::text).collect(Collectors.joining()))
                .isEqualTo("x" + emoji);
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.text().length()).isLessThanOrEqualTo(Scissors.LONGEST));
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(Character.isHighSurrogate(
                                piece.text().charAt(piece.text().length() - 1)))
                        .isFalse());
    }
}
