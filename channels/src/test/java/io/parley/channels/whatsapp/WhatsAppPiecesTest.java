package io.parley.channels.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.Event;
import io.parley.channels.Markup;
import io.parley.channels.Piece;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Button;
import io.parley.schemas.avro.EntryKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WhatsAppPiecesTest {

    private static final Account ACCOUNT = new Account(
            "shoes", "shoes-wa", "whatsapp", JsonMapper.builder().build().readTree("{}"));
    private static final Addressee ANA = addressee("34600000001");
    private static final String PHOTO = "https://shoes.example/1.jpg?w=2";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            **Hola** *tú* ~~no~~ `x`      | *Hola* _tú_ ~no~ `x`
            # Hoy **dos** por uno         | *Hoy dos por uno*
            [aquí](https://x.example)     | aquí (https://x.example)
            5 * 3 a_b_c                   | 5 * 3 a_b_c
            > cita                        | > cita
            """)
    void markdown_is_written_with_the_marks_of_whatsapp(String markdown, String shown) {
        assertThat(body(pieces(entry(markdown)).getFirst())).isEqualTo(shown);
    }

    @Test
    void marks_hold_within_a_line() {
        assertThat(body(pieces(entry("**uno\ndos**")).getFirst())).isEqualTo("*uno*\n*dos*");
    }

    @Test
    void what_a_person_has_written_stays_as_it_is() {
        var human = builder("*hola* 2*3 # x").setAuthor(Author.HUMAN).build();
        assertThat(body(pieces(human).getFirst())).isEqualTo("*hola* 2*3 # x");
    }

    @Test
    void a_piece_has_the_id_that_comes_back_with_its_statuses() {
        var pieces = pieces(entry("😀".repeat(5_000)));
        assertThat(pieces).hasSize(2);
        assertThat(pieces.getFirst().id()).isEqualTo("shoes:shoes-wa:34600000001 r.1 1");
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(Markup.codePoints(body(piece))).isLessThanOrEqualTo(4_096));
        assertThat(Correlation.parse(pieces.getLast().id(), ACCOUNT)).contains(new Correlation(ANA.client(), "r.1", 2));
    }

    @Test
    void a_picture_carries_the_words_where_they_fit() {
        var brief = pieces(builder("mira").setImageUrl(PHOTO).build());
        assertThat(brief).hasSize(1);
        assertThat(brief.getFirst().body().path("image").path("caption").asString(""))
                .isEqualTo("mira");
        assertThat(brief.getFirst().body().path("image").path("link").asString(""))
                .isEqualTo(PHOTO);
        var wordy = pieces(builder("mira ".repeat(300)).setImageUrl(PHOTO).build());
        assertThat(types(wordy)).containsExactly("image", "text");
    }

    @Test
    void a_picture_that_whatsapp_does_not_show_is_linked() {
        var pieces = pieces(
                builder("mira").setImageUrl("https://shoes.example/1.webp").build());
        assertThat(types(pieces)).containsExactly("text");
        assertThat(body(pieces.getFirst())).isEqualTo("mira\nhttps://shoes.example/1.webp");
        var hidden = pieces(
                builder("mira").setImageUrl("data:image/webp;base64,AAAA").build());
        assertThat(body(hidden.getFirst())).isEqualTo("mira");
    }

    @Test
    void up_to_three_briefchoices_are_buttons() {
        var piece = pieces(
                builder("¿cuál?").setButtons(buttons(3)).setImageUrl(PHOTO).build());
        var interactive = piece.getFirst().body().path("interactive");
        assertThat(piece).hasSize(1);
        assertThat(interactive.path("type").asString("")).isEqualTo("button");
        assertThat(interactive.path("body").path("text").asString("")).isEqualTo("¿cuál?");
        assertThat(interactive.path("header").path("image").path("link").asString(""))
                .isEqualTo(PHOTO);
        assertThat(interactive
                        .path("action")
                        .path("buttons")
                        .path(2)
                        .path("reply")
                        .path("id")
                        .asString(""))
                .isEqualTo("b3");
    }

    @Test
    void up_to_ten_choices_or_wordyones_are_a_list() {
        assertThat(rows(pieces(builder("¿cuál?").setButtons(buttons(10)).build())))
                .hasSize(10);
        var row = rows(pieces(builder("¿cuál?")
                        .setButtons(List.of(new Button("b", "una opción de más de veinticuatro letras")))
                        .build()))
                .getFirst();
        assertThat(Markup.codePoints(row.path("title").asString(""))).isLessThanOrEqualTo(24);
        assertThat(row.path("description").asString("")).isEqualTo("una opción de más de veinticuatro letras");
    }

    @Test
    void more_choices_and_those_of_groups_are_numbered() {
        var many = pieces(builder("¿cuál?").setButtons(buttons(11)).build());
        assertThat(body(many.getFirst())).startsWith("¿cuál?\n\n1. opción 1\n2. opción 2");
        var group = addressee("R3JvdXA6MQ==");
        var asked = WhatsAppPieces.of(builder("¿cuál?").setButtons(buttons(2)).build(), group);
        assertThat(body(asked.getFirst())).isEqualTo("¿cuál?\n\n1. opción 1\n2. opción 2");
        assertThat(asked.getFirst().body().path("context").path("message_id").asString(""))
                .isEqualTo("wamid.M1");
    }

    @Test
    void wordywords_stand_before_the_choices_in_as_few_messages_as_fit() {
        var pieces = pieces(builder("Una frase de prueba.\n\n".repeat(150))
                .setButtons(buttons(2))
                .build());
        assertThat(types(pieces)).containsExactly("text", "interactive");
        assertThat(Markup.codePoints(pieces.getLast()
                        .body()
                        .path("interactive")
                        .path("body")
                        .path("text")
                        .asString("")))
                .isBetween(1, 1_024);
    }

    @Test
    void echoes_and_retractions_are_not_sent() {
        assertThat(pieces(builder("x").setAuthor(Author.USER).build())).isEmpty();
        assertThat(pieces(builder("").setKind(EntryKind.RETRACT).build())).isEmpty();
    }

    private static List<Piece> pieces(AgentReply entry) {
        var pieces = WhatsAppPieces.of(entry, ANA);
        assertThat(WhatsAppPieces.of(entry, ANA)).as("the same for ever").isEqualTo(pieces);
        return pieces;
    }

    private static String body(Piece piece) {
        return piece.body().path("text").path("body").asString("");
    }

    private static List<String> types(List<Piece> pieces) {
        return pieces.stream()
                .map(piece -> piece.body().path("type").asString(""))
                .toList();
    }

    private static List<JsonNode> rows(List<Piece> pieces) {
        var interactive = pieces.getFirst().body().path("interactive");
        assertThat(interactive.path("type").asString("")).isEqualTo("list");
        return interactive
                .path("action")
                .path("sections")
                .path(0)
                .path("rows")
                .valueStream()
                .toList();
    }

    private static List<Button> buttons(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Button("b" + number, "opción " + number))
                .toList();
    }

    private static AgentReply entry(String content) {
        return builder(content).build();
    }

    private static AgentReply.Builder builder(String content) {
        return AgentReply.newBuilder()
                .setReplyId("r.1")
                .setClientId("shoes:shoes-wa:34600000001")
                .setTenant("shoes")
                .setChannel("whatsapp")
                .setChannelAccount("shoes-wa")
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent(content)
                .setCreatedAt(Instant.EPOCH);
    }

    private static Addressee addressee(String id) {
        return new Addressee(ACCOUNT, ACCOUNT.client(id, null), id, Map.of(Event.MESSAGE_ID, "wamid.M1"));
    }
}
