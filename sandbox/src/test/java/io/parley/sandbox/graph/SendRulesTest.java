package io.parley.sandbox.graph;

import static io.parley.sandbox.graph.Business.ANN;
import static io.parley.sandbox.graph.Business.MESSAGES;
import static io.parley.sandbox.graph.Business.TOKEN;
import static io.parley.sandbox.graph.Business.buttons;
import static io.parley.sandbox.graph.Business.list;
import static io.parley.sandbox.graph.Business.text;
import static io.parley.sandbox.graph.Business.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Trial;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SendRulesTest {

    private final Trial trial = new Trial();
    private final Business business = new Business(trial);

    @BeforeEach
    void ann_has_written() {
        trial.says("wa", ANN, "hello");
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_taken_message_is_answered_with_the_number_and_a_wamid() {
        var answer = business.send(text(ANN, "hi"));

        var body = Trial.json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("facebook-api-version")).contains("v25.0");
        assertThat(body.path("messaging_product").asString()).isEqualTo("whatsapp");
        assertThat(body.path("contacts").path(0).path("input").asString()).isEqualTo(ANN);
        assertThat(body.path("contacts").path(0).path("wa_id").asString()).isEqualTo(ANN);
        assertThat(body.path("messages").path(0).path("id").asString()).startsWith("wamid.");
        assertThat(trial.screen("wa", ANN).path(1).path("text").asString()).isEqualTo("hi");
    }

    @Test
    void a_number_may_be_written_with_plus_and_spaces() {
        var body = Trial.json(business.send(text("+54 9 11 5000-0001", "hi")));

        assertThat(body.path("contacts").path(0).path("input").asString()).isEqualTo("+54 9 11 5000-0001");
        assertThat(body.path("contacts").path(0).path("wa_id").asString()).isEqualTo(ANN);
    }

    @Test
    void unknown_fields_are_tolerated() {
        assertThat(business.send(text(ANN, "hi").put("new_in_v30", 1)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_unknown_token_is_error_190_with_status_401() {
        var answer = trial.post(MESSAGES, text(ANN, "hi").toString(), "Authorization", "Bearer other");

        var error = Trial.json(answer).path("error");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(error.path("code").asInt()).isEqualTo(190);
        assertThat(error.path("type").asString()).isEqualTo("OAuthException");
        assertThat(error.path("fbtrace_id").asString()).startsWith("A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"106400000000002", "999"})
    void another_number_than_the_tokens_is_error_100_subcode_33(String id) {
        var answer =
                trial.post("/graph/v25.0/" + id + "/messages", text(ANN, "hi").toString(), TOKEN);

        var error = Trial.json(answer).path("error");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error.path("code").asInt()).isEqualTo(100);
        assertThat(error.path("error_subcode").asInt()).isEqualTo(33);
        assertThat(error.path("type").asString()).isEqualTo("GraphMethodException");
    }

    @Test
    void a_path_without_a_version_is_no_path() {
        var answer =
                trial.post("/graph/106400000000001/messages", text(ANN, "hi").toString(), TOKEN);

        assertThat(Trial.json(answer).path("error").path("code").asInt()).isEqualTo(2500);
    }

    @Test
    void the_product_must_be_named() {
        assertThat(business.code(text(ANN, "hi").without("messaging_product"))).isEqualTo(100);
    }

    @Test
    void a_text_has_at_most_4096_characters() {
        assertThat(business.code(text(ANN, "x".repeat(4096)))).isZero();
        assertThat(business.code(text(ANN, "x".repeat(4097)))).isEqualTo(100);
        assertThat(business.code(text(ANN, ""))).isEqualTo(131008);
    }

    @Test
    void callback_data_has_at_most_512_characters() {
        assertThat(business.code(text(ANN, "hi").put("biz_opaque_callback_data", "x".repeat(512))))
                .isZero();
        assertThat(business.code(text(ANN, "hi").put("biz_opaque_callback_data", "x".repeat(513))))
                .isEqualTo(131009);
    }

    @Test
    void an_unknown_type_is_not_supported() {
        assertThat(business.code(to(ANN, "poll"))).isEqualTo(131051);
        assertThat(business.code(to(ANN, "image"))).isEqualTo(131008);
    }

    @Test
    void one_to_three_buttons_with_ids_of_their_own() {
        assertThat(business.code(buttons(3))).isZero();
        assertThat(business.code(buttons(0))).isEqualTo(131009);
        assertThat(business.code(buttons(4))).isEqualTo(131009);
        var twice = buttons(2);
        reply(twice, 1).put("id", "b1");
        assertThat(business.code(twice)).isEqualTo(131009);
    }

    @ParameterizedTest
    @CsvSource({"title,20", "id,256"})
    void a_buttons_texts_are_short(String field, int longest) {
        var fits = buttons(1);
        reply(fits, 0).put(field, "x".repeat(longest));
        var tooLong = buttons(1);
        reply(tooLong, 0).put(field, "x".repeat(longest + 1));

        assertThat(business.code(fits)).isZero();
        assertThat(business.code(tooLong)).isEqualTo(131009);
    }

    @ParameterizedTest
    @CsvSource({"body,1024", "header,60", "footer,60"})
    void the_frame_of_buttons_is_short(String part, int longest) {
        assertThat(business.code(framed(part, longest))).isZero();
        assertThat(business.code(framed(part, longest + 1))).isEqualTo(131009);
    }

    private static ObjectNode framed(String part, int length) {
        var message = buttons(1);
        var frame = ((ObjectNode) message.path("interactive")).putObject(part);
        frame.put("text", "x".repeat(length));
        if (part.equals("header")) {
            frame.put("type", "text");
        }
        return message;
    }

    @Test
    void a_list_has_at_most_ten_rows_with_ids_of_their_own() {
        assertThat(business.code(list(10))).isZero();
        assertThat(business.code(list(11))).isEqualTo(131009);
        assertThat(business.code(list(0))).isEqualTo(131009);
        var twice = list(2);
        row(twice, 1).put("id", "r1");
        assertThat(business.code(twice)).isEqualTo(131009);
    }

    @ParameterizedTest
    @CsvSource({"id,200", "title,24", "description,72"})
    void a_rows_texts_are_short(String field, int longest) {
        var fits = list(1);
        row(fits, 0).put(field, "x".repeat(longest));
        var tooLong = list(1);
        row(tooLong, 0).put(field, "x".repeat(longest + 1));

        assertThat(business.code(fits)).isZero();
        assertThat(business.code(tooLong)).isEqualTo(131009);
    }

    @Test
    void several_sections_need_titles_and_a_label_is_short() {
        var untitled = list(1);
        var sections = ((ObjectNode) untitled.path("interactive").path("action")).withArray("sections");
        sections.addObject().putArray("rows").addObject().put("id", "z").put("title", "Z");
        assertThat(business.code(untitled)).isEqualTo(131008);
        var longLabel = list(1);
        ((ObjectNode) longLabel.path("interactive").path("action")).put("button", "x".repeat(21));
        assertThat(business.code(longLabel)).isEqualTo(131009);
    }

    @Test
    void a_picture_is_an_address_or_an_uploaded_file() {
        var byLink = to(ANN, "image");
        byLink.putObject("image").put("link", "https://shop.example/a.jpg").put("caption", "blue");
        var noLink = to(ANN, "image");
        noLink.putObject("image").put("link", "ftp://shop.example/a.jpg");
        var unknown = to(ANN, "image");
        unknown.putObject("image").put("id", "1");
        var both = to(ANN, "image");
        both.putObject("image").put("id", "1").put("link", "https://shop.example/a.jpg");
        var longCaption = to(ANN, "image");
        longCaption.putObject("image").put("link", "https://shop.example/a.jpg").put("caption", "x".repeat(1025));

        assertThat(business.code(byLink)).isZero();
        assertThat(business.code(noLink)).isEqualTo(100);
        assertThat(business.code(unknown)).isEqualTo(131052);
        assertThat(business.code(both)).isEqualTo(100);
        assertThat(business.code(longCaption)).isEqualTo(131009);
        assertThat(trial.screen("wa", ANN).path(1).path("image").asString()).isEqualTo("https://shop.example/a.jpg");
    }

    @Test
    void a_location_is_on_earth_and_a_contact_has_a_name() {
        var place = to(ANN, "location");
        place.putObject("location").put("latitude", 91).put("longitude", 0);
        var nameless = to(ANN, "contacts");
        nameless.putArray("contacts").addObject();

        assertThat(business.code(place)).isEqualTo(131009);
        assertThat(business.code(nameless)).isEqualTo(131008);
    }

    @Test
    void a_template_must_exist() {
        assertThat(business.send(template("reopen")).statusCode()).isEqualTo(200);
        var answer = business.send(template("unheard_of"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Trial.json(answer).path("error").path("code").asInt()).isEqualTo(132001);
    }

    static ObjectNode template(String name) {
        var message = to(ANN, "template");
        message.putObject("template").put("name", name).putObject("language").put("code", "es");
        return message;
    }

    @Test
    void nobody_writes_to_themselves_nor_to_no_one() {
        assertThat(business.code(text("15550001111", "hi"))).isEqualTo(131021);
        assertThat(business.code(text("", "hi"))).isEqualTo(100);
        assertThat(business.code(text("12", "hi"))).isEqualTo(131009);
    }

    @Test
    void a_test_number_writes_only_to_those_on_its_list() {
        trial.state("wa", ANN, "{\"allowed\": false}");

        assertThat(business.code(text(ANN, "hi"))).isEqualTo(131030);
    }

    @Test
    void after_24_hours_only_a_template_is_taken() {
        trial.pass(Duration.ofHours(24));

        var error = business.error(text(ANN, "hi"));
        assertThat(error.path("code").asInt()).isEqualTo(131047);
        assertThat(error.path("message").asString()).isEqualTo("(#131047) Re-engagement message");
        assertThat(error.path("error_data").path("messaging_product").asString())
                .isEqualTo("whatsapp");
        assertThat(business.code(template("reopen"))).isZero();
        trial.says("wa", ANN, "I am back");
        assertThat(business.code(text(ANN, "hi"))).isZero();
    }

    @Test
    void the_window_can_be_closed_by_hand() {
        trial.state("wa", ANN, "{\"window_open\": false}");

        assertThat(business.code(text(ANN, "hi"))).isEqualTo(131047);
    }

    @Test
    void forty_five_at_once_to_one_person_then_one_in_six_seconds() {
        IntStream.range(0, 45)
                .forEach(n -> assertThat(business.code(text(ANN, "m" + n))).isZero());

        var answer = business.send(text(ANN, "one more"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(Trial.json(answer).path("error").path("code").asInt()).isEqualTo(131056);
        trial.pass(Duration.ofSeconds(6));
        assertThat(business.code(text(ANN, "one more"))).isZero();
        assertThat(business.code(text(ANN, "and another"))).isEqualTo(131056);
        trial.says("wa", "5491150000002", "hello");
        assertThat(business.code(text("5491150000002", "somebody else"))).isZero();
    }

    @Test
    void eighty_in_a_second_counting_both_directions() {
        for (int person = 10; person < 50; person++) {
            trial.says("wa", "54911500000" + person, "hello");
        }
        for (int person = 10; person < 49; person++) {
            assertThat(business.code(text("54911500000" + person, "hi"))).isZero();
        }

        assertThat(business.code(text("5491150000049", "hi"))).isEqualTo(130429);
        trial.pass(Duration.ofSeconds(1));
        assertThat(business.code(text("5491150000049", "hi"))).isZero();
    }

    @Test
    void limits_can_be_turned_off() {
        trial.control("PUT", "/settings", "{\"limits\": false}");

        IntStream.range(0, 90)
                .forEach(n -> assertThat(business.code(text(ANN, "m" + n))).isZero());
    }

    @Test
    void a_reaction_is_put_on_the_message_and_taken_away() {
        var said = trial.says("wa", ANN, "thanks").path("message_id").asString();
        var reaction = to(ANN, "reaction");
        reaction.putObject("reaction").put("message_id", said).put("emoji", "👍");

        assertThat(business.code(reaction)).isZero();
        assertThat(trial.screen("wa", ANN).path(1).path("reaction").asString()).isEqualTo("👍");
        reaction.putObject("reaction").put("message_id", said).put("emoji", "");
        assertThat(business.code(reaction)).isZero();
        assertThat(trial.screen("wa", ANN).path(1).has("reaction")).isFalse();
    }

    @Test
    void reading_needs_a_message_of_the_person_and_says_so_on_the_phone() {
        var said = trial.says("wa", ANN, "anybody there?").path("message_id").asString();

        var answer = trial.post(MESSAGES, read(said, "text"), TOKEN);

        assertThat(Trial.json(answer).path("success").asBoolean()).isTrue();
        assertThat(trial.screen("wa", ANN).path(0).path("status").asString()).isEqualTo("read");
        assertThat(trial.screen("wa", ANN).path(1).path("status").asString()).isEqualTo("read");
        assertThat(code(trial.post(MESSAGES, read("wamid.unknown", "text"), TOKEN)))
                .isEqualTo(131009);
        assertThat(code(trial.post(MESSAGES, read(said, "voice"), TOKEN))).isEqualTo(131009);
    }

    @Test
    void an_edit_can_be_read_like_any_message() {
        var said = trial.says("wa", ANN, "wrong").path("message_id").asString();
        var edit = trial.write("wa", ANN, "{\"kind\":\"edit\",\"message_id\":\"" + said + "\",\"text\":\"right\"}");

        var answer = trial.post(MESSAGES, read(edit.path("message_id").asString(), "text"), TOKEN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(trial.screen("wa", ANN).path(1).path("status").asString()).isEqualTo("read");
    }

    private static String read(String wamid, String typing) {
        return """
                {"messaging_product":"whatsapp","status":"read","message_id":"%s","typing_indicator":{"type":"%s"}}
                """.formatted(wamid, typing);
    }

    private static int code(java.net.http.HttpResponse<String> answer) {
        return Trial.json(answer).path("error").path("code").asInt(0);
    }

    @Test
    void an_answer_quotes_what_it_answers() {
        var said = trial.says("wa", ANN, "anybody there?").path("message_id").asString();
        var message = text(ANN, "yes");
        message.putObject("context").put("message_id", said);

        business.sent(message);

        assertThat(trial.screen("wa", ANN).path(2).path("reply_to").asString()).isEqualTo(said);
    }

    @Test
    void marks_become_html_and_html_becomes_text() {
        business.sent(text(ANN, "*new* _soft_ ~old~ `x*y*` <b>2*3*4</b>"));

        assertThat(trial.screen("wa", ANN).path(1).path("formatted").asString())
                .isEqualTo("<strong>new</strong> <em>soft</em> <s>old</s> <code>x*y*</code>"
                        + " &lt;b&gt;2*3*4&lt;/b&gt;");
    }

    @Test
    void the_record_has_what_a_checker_needs() {
        business.sent(text(ANN, "hi").put("biz_opaque_callback_data", "out-1"));
        trial.state("wa", ANN, "{\"window_open\": false}");
        business.sent(text(ANN, "late"));

        var records = trial.deliveries();
        assertThat(records.path(0).path("outcome").asString()).isEqualTo("delivered");
        assertThat(records.path(0).path("person").asString()).isEqualTo(ANN);
        assertThat(records.path(0).path("opaque").asString()).isEqualTo("out-1");
        assertThat(records.path(0).path("message_id").asString()).startsWith("wamid.");
        assertThat(records.path(1).path("outcome").asString()).isEqualTo("refused");
        assertThat(records.path(1).path("code").asString()).isEqualTo("131047");
        assertThat(records.path(1).path("delivered").asBoolean()).isFalse();
    }

    @Test
    void a_fault_answers_in_metas_words() {
        trial.control("POST", "/faults", "{\"kind\": \"status\", \"status\": 503, \"times\": 1}");

        var answer = business.send(text(ANN, "hi"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Trial.json(answer).path("error").path("code").asInt()).isEqualTo(131000);
        assertThat(business.code(text(ANN, "hi"))).isZero();
    }

    private static ObjectNode reply(ObjectNode message, int index) {
        return (ObjectNode) message.path("interactive")
                .path("action")
                .path("buttons")
                .path(index)
                .path("reply");
    }

    private static ObjectNode row(ObjectNode message, int index) {
        return (ObjectNode) message.path("interactive")
                .path("action")
                .path("sections")
                .path(0)
                .path("rows")
                .path(index);
    }
}
