package io.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {

    /// Shows what was understood, and escapes nothing.
    private static final Markup.Style TAGS = new Markup.Style() {
        @Override
        public String text(String literal) {
            return literal.replace("<", "&lt;");
        }

        @Override
        public String bold(String inner) {
            return "<b>" + inner + "</b>";
        }

        @Override
        public String italic(String inner) {
            return "<i>" + inner + "</i>";
        }

        @Override
        public String strike(String inner) {
            return "<s>" + inner + "</s>";
        }

        @Override
        public String code(String literal) {
            return "<code>" + literal + "</code>";
        }

        @Override
        public String block(String literal, String language) {
            return "<pre " + language + ">" + literal + "</pre>";
        }

        @Override
        public String link(String inner, String url) {
            return "<a " + url + ">" + inner + "</a>";
        }

        @Override
        public String quote(String inner) {
            return "<q>" + inner + "</q>";
        }
    };

    // ---- one message

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "**bold _and italic_**     | <b>bold <i>and italic</i></b>",
                "~~gone~~ `x < y`          | <s>gone</s> <code>x < y</code>",
                "# Prices                  | <b>Prices</b>",
                "[us](https://x.example/a) | <a https://x.example/a>us</a>",
                "![shoe](https://x/1.jpg)  | <a https://x/1.jpg>shoe</a>",
                "> said                    | <q>said</q>",
                "2 * 3 * 4 < 30            | 2 * 3 * 4 &lt; 30",
                "snake_case_name           | snake_case_name",
                "<b>raw</b> <script>       | &lt;b>raw&lt;/b> &lt;script>",
                "one\\ntwo                 | one\\ntwo",
                "one\\n\\ntwo              | one\\n\\ntwo",
                "- a\\n- b\\n  - c\\n    - d | • a\\n• b\\n   • c\\n      • d",
                "3. c\\n4. d               | 3. c\\n4. d",
                "- a\\n\\n  more of a\\n- b | • a\\n   more of a\\n• b",
                "~~~java\\nint i;\\n~~~     | <pre java>int i;</pre>",
                "---                       | ———",
            })
    void markdown_is_rendered_in_the_words_of_a_channel(String markdown, String rendered) {
        assertThat(Markup.render(lines(markdown), TAGS)).isEqualTo(lines(rendered));
    }

    @Test
    void a_table_stays_as_it_was_written() {
        var table = "| Size | Price |\n|------|-------|\n| 38   | 40    |";

        assertThat(Markup.render(table, Markup.PLAIN)).isEqualTo(table);
    }

    @Test
    void without_formatting_a_link_keeps_its_address() {
        assertThat(Markup.render("[us](https://x.example) **now**, <https://y.example>", Markup.PLAIN))
                .isEqualTo("us (https://x.example) now, https://y.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {">", "- ", "*a ", "[", "**a", "_", "`", "![", "<b>", "~~"})
    void deep_nesting_is_no_danger(String mark) {
        var pieces = Markup.render(mark.repeat(20_000 / mark.length()) + "end", TAGS, 4096);

        assertThat(String.join("", pieces)).contains("end");
    }

    // ---- several messages

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n \t\n", "[x]: https://hidden.example"})
    void nothing_becomes_no_message(String markdown) {
        assertThat(Markup.render(markdown, TAGS, 100)).isEmpty();
    }

    @Test
    void what_fits_is_one_message() {
        assertThat(Markup.render("a".repeat(100), TAGS, 100)).containsExactly("a".repeat(100));
        assertThat(Markup.render("a".repeat(101), TAGS, 100)).containsExactly("a".repeat(100), "a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one two. three\\n\\nfour five | one two. three / four five",
                "one two. three\\nfour five    | one two. three / four five",
                "one two. three four five      | one two. / three four five",
                "one two three four five       | one two three four / five",
                "onetwothreefourfivesixseven   | onetwothreefourfive / sixseven",
            })
    void a_cut_is_made_where_it_hurts_least(String text, String pieces) {
        assertThat(String.join(" / ", Markup.render(lines(text), Markup.PLAIN, 19)))
                .isEqualTo(pieces);
    }

    @Test
    void a_block_of_code_goes_on_in_the_next_message() {
        var code = "Look:\n\n```java\n  int a;\n    int b;\n  int c;\n    int d;\n```\n\n**after**";

        assertThat(Markup.render(code, TAGS, 45))
                .containsExactly(
                        "Look:\n\n<pre java>  int a;\n    int b;</pre>",
                        "<pre java>  int c;\n    int d;</pre>",
                        "<b>after</b>");
    }

    @Test
    void a_block_of_code_in_a_list_ends_where_it_ended() {
        var code = "1. do\n\n   ~~~\n   a\n     b\n   c\n   ~~~\n2. then";

        assertThat(Markup.render(code, TAGS, 22))
                .containsExactly("1. do\n   <pre >a</pre>", "<pre >  b\nc</pre>", "2. then");
    }

    @Test
    void links_and_emphasis_are_not_torn() {
        assertThat(Markup.render("see also **the red one** for it", TAGS, 22))
                .containsExactly("see also", "<b>the red one</b> for", "it");
        assertThat(Markup.render("see also [the red one](u) for it", TAGS, 23))
                .containsExactly("see also", "<a u>the red one</a>", "for it");
    }

    @Test
    void a_list_goes_on_with_its_numbers() {
        assertThat(Markup.render("1. one\n2. two\n3. three", TAGS, 14)).containsExactly("1. one\n2. two", "3. three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"👩‍👩‍👧‍👦", "🇦🇷", "👍🏽", "é"})
    void what_people_see_as_one_character_is_not_cut(String character) {
        var pieces = Markup.render(character.repeat(50), Markup.PLAIN, 30);

        assertThat(pieces)
                .hasSizeGreaterThan(1)
                .allSatisfy(piece -> assertThat(piece.replace(character, "")).isEmpty());
        assertThat(String.join("", pieces)).isEqualTo(character.repeat(50));
    }

    @Test
    void emoji_count_as_one_and_are_never_halved() {
        assertThat(Markup.render("👟".repeat(4097), Markup.PLAIN, 4096)).containsExactly("👟".repeat(4096), "👟");
    }

    @Test
    void a_word_of_ten_thousand_characters_is_cut_where_it_must() {
        assertThat(Markup.render("x".repeat(10_000), TAGS, 4096))
                .extracting(String::length)
                .containsExactly(4096, 4096, 1808);
    }

    @Test
    void twenty_thousand_characters_are_a_handful_of_messages() {
        var answer = IntStream.range(0, 400)
                .mapToObj(n -> "Paragraph " + n + " has **a few** words and a [link](https://x.example).")
                .collect(Collectors.joining("\n\n"));

        var pieces = Markup.render(answer, TAGS, 4096);

        assertThat(pieces).hasSizeBetween(5, 9).allSatisfy(piece -> {
            assertThat(Markup.codePoints(piece)).isLessThanOrEqualTo(4096);
            assertThat(piece).startsWith("Paragraph ").endsWith(".").doesNotContain("**");
        });
    }

    @Test
    void what_a_provider_does_not_count_leaves_room() {
        var bold = "**a** ".repeat(100);

        assertThat(Markup.render(
                        bold,
                        TAGS,
                        199,
                        piece -> piece.replaceAll("<[^>]*>", "").length()))
                .hasSize(1);
    }

    /// Any text in any limit: every piece is short enough, nothing is lost, nothing comes twice.
    @Test
    void no_word_is_lost_and_no_piece_too_long() {
        long seed = 20260504L;
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            var words = new ArrayList<String>();
            var text = text(random, words);
            int longest = 60 + random.nextInt(1_000);

            var pieces = Markup.render(text, Markup.PLAIN, longest);

            assertThat(pieces)
                    .as("seed %d, round %d", seed, i)
                    .allSatisfy(piece -> assertThat(Markup.codePoints(piece)).isBetween(1, longest));
            assertThat(numbered(String.join("\n", pieces)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(words);
        }
    }

    private static List<String> numbered(String text) {
        return Pattern.compile("w\\d+w")
                .matcher(text)
                .results()
                .map(found -> found.group())
                .toList();
    }

    /// Numbered words, short enough never to be cut, in whatever Markdown comes.
    private static String text(Random random, List<String> words) {
        var text = new StringBuilder();
        int blocks = 1 + random.nextInt(30);
        for (int block = 0; block < blocks; block++) {
            int kind = random.nextInt(8);
            var lines = new ArrayList<String>();
            for (int line = 0; line < 1 + random.nextInt(5); line++) {
                lines.add(line(random, words, kind == 1));
            }
            text.append(
                    switch (kind) {
                        case 0 -> "# " + lines.getFirst().strip() + drop(words, lines);
                        case 1 -> "```java\n" + String.join("\n  ", lines) + "\n```";
                        case 2 -> "- " + String.join("\n- ", lines);
                        case 3 -> "1. " + String.join("\n   - ", lines);
                        case 4 -> "> " + String.join("\n> ", lines);
                        case 5 -> "| " + String.join(" |\n| ", lines) + " |";
                        default -> String.join("\n", lines);
                    });
            text.append("\n\n");
        }
        return text.toString();
    }

    private static String drop(List<String> words, List<String> lines) {
        lines.stream().skip(1).flatMap(line -> numbered(line).stream()).forEach(words::remove);
        return "";
    }

    private static String line(Random random, List<String> words, boolean isCode) {
        return IntStream.rangeClosed(0, random.nextInt(25))
                .mapToObj(n -> {
                    var word = "w" + words.size() + "w";
                    words.add(word);
                    return isCode ? word : marked(random, word);
                })
                .collect(Collectors.joining(" "));
    }

    private static String marked(Random random, String word) {
        return switch (random.nextInt(12)) {
            case 0 -> "**" + word + "**";
            case 1 -> "_" + word + "_";
            case 2 -> "`" + word + "`";
            case 3 -> "[" + word + "](https://x.example)";
            case 4 -> "~~" + word + "~~";
            case 5 -> word + ".";
            case 6 -> word + " 👩‍👩‍👧‍👦 🇦🇷";
            case 7 -> "<" + word + "> &";
            default -> word;
        };
    }

    private static String lines(String text) {
        return text.replace("\\n", "\n");
    }
}
