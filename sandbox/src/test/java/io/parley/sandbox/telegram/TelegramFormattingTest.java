package io.parley.sandbox.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Trial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Telegram's HTML, its errors word for word, and what a phone shows of it.
class TelegramFormattingTest {

    private final Trial trial = new Trial();
    private final BotApi bot = new BotApi(trial);

    @BeforeEach
    void aPersonHasWritten() {
        trial.says("bot", "7", "hello");
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <p>x</p>                      | Unsupported start tag "p" at byte offset 0
            é a < b                       | Unsupported start tag "" at byte offset 5
            <b>x                          | Can't find end tag corresponding to start tag "b"
            x</b>                         | Unexpected end tag at byte offset 1
            é<b><i>x</b></i>              | Unmatched end tag at byte offset 9, expected "</i>", found "</b>"
            <b                            | Unclosed start tag at byte offset 0
            <b>x</b                       | Unclosed end tag at byte offset 4
            <span>x</span>                | Tag "span" must have class "tg-spoiler" at byte offset 0
            <a href=htt/p>x</a>           | Unexpected end of name token at byte offset 8
            <a ="x">x</a>                 | Empty attribute name in the tag "a" at byte offset 0
            <br>                          | Unsupported start tag "br" at byte offset 0
            """)
    void a_mistake_is_named_with_its_byte_offset(String html, String reason) {
        var answer = bot.sendHtml(7, html);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(BotApi.description(answer)).isEqualTo("Bad Request: can't parse entities: " + reason);
        assertThat(trial.screen("bot", "7")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <b>x</b> y                                     | x y  | <b>x</b> y
            <strong>x</strong><em>y</em>                   | xy   | <b>x</b><i>y</i>
            <ins>x</ins><del>y</del>                       | xy   | <u>x</u><s>y</s>
            <tg-spoiler>x</tg-spoiler>                     | x    | <span class="spoiler">x</span>
            <span class="tg-spoiler">x</span>              | x    | <span class="spoiler">x</span>
            <blockquote expandable>x</blockquote>          | x    | <blockquote>x</blockquote>
            <pre><code class="language-java">x</code></pre> | x   | <pre><code>x</code></pre>
            1 &lt; 2 &amp; &#51; &gt; &quot;&#x31;         | 1 < 2 & 3 > "1 | 1 &lt; 2 &amp; 3 &gt; &quot;1
            a & b &nbsp; c                                 | a & b &nbsp; c | a &amp; b &amp;nbsp; c
            """)
    void what_is_right_is_text_and_shown(String html, String text, String formatted) {
        var message = Trial.json(bot.sendHtml(7, html)).path("result");

        assertThat(message.path("text").asString()).isEqualTo(text);
        assertThat(trial.screen("bot", "7").path(1).path("formatted").asString())
                .isEqualTo(formatted);
    }

    @Test
    void entities_count_in_utf16() {
        var message = Trial.json(bot.sendHtml(7, "😀 <a href=\"https://a.example/?a=1&amp;b=2\">é😀</a>"))
                .path("result");

        var link = message.path("entities").path(0);
        assertThat(link.path("type").asString()).isEqualTo("text_link");
        assertThat(link.path("offset").asInt()).isEqualTo(3);
        assertThat(link.path("length").asInt()).isEqualTo(3);
        assertThat(link.path("url").asString()).isEqualTo("https://a.example/?a=1&b=2");
    }

    @Test
    void nothing_that_runs_reaches_a_phone() {
        bot.sendHtml(
                7, "<a href=\"javascript:alert(1)\">x</a>&lt;script&gt;<a href='https://a.example/\"onx=\"'>y</a>");

        assertThat(trial.screen("bot", "7").path(1).path("formatted").asString())
                .isEqualTo("<u>x</u>&lt;script&gt;<a rel=\"noopener noreferrer\" target=\"_blank\" "
                        + "href=\"https://a.example/&quot;onx=&quot;\">y</a>");
    }

    @Test
    void a_text_without_a_parse_mode_is_shown_as_it_is() {
        bot.send(7, "<b>x");

        var shown = trial.screen("bot", "7").path(1);
        assertThat(shown.path("text").asString()).isEqualTo("<b>x");
        assertThat(shown.has("formatted")).isFalse();
    }
}
