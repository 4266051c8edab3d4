package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The protocol of the OpenAI API reference over raw HTTP, and answers made from nothing but the request.
class StandInModelTest {

    private static final String SHOP = """
            Eres el asistente de una zapatería. Sé amable.
            ## Precios
            - Zapatilla Trueno: 89,90 euros, en negro y azul
            - Bota Andes: 129 euros, en marrón
            ## Horario
            Abrimos de lunes a viernes de 9 a 18.
            """;

    private static StandInModel model;
    private static ModelClient client;

    @BeforeAll
    static void start() {
        model = StandInModel.start(0);
        client = new ModelClient(model);
    }

    @AfterAll
    static void stop() {
        model.close();
    }

    @BeforeEach
    void hurry() throws Exception {
        client.control("/pace", "{\"first_token_ms\":0,\"per_token_ms\":0}");
    }

    @AfterEach
    void reset() throws Exception {
        client.control("/reset", "");
    }

    @Test
    void it_answers_from_the_prompt_in_the_prompts_language_and_says_what_it_is() throws Exception {
        assertThat(client.answer(ModelClient.request(SHOP, "Hola, ¿cuánto cuesta la bota Andes?")))
                .isEqualTo("¡Hola! Bota Andes: 129 euros, en marrón (stand-in model)");
        assertThat(client.answer(ModelClient.request(SHOP, "¿Cuál es el horario?")))
                .startsWith("Abrimos de lunes a viernes de 9 a 18.");
        assertThat(client.answer(ModelClient.request(SHOP, "¿Venden bicicletas?")))
                .startsWith("No tengo ese dato. Puedo contarte sobre: Precios, Horario.");
        assertThat(client.answer(ModelClient.request("## Hours\nWe are open from 9 to 6.", "When are you open?")))
                .startsWith("We are open from 9 to 6.");
    }

    @Test
    void it_remembers_a_name_and_a_product_from_earlier_in_the_talk() throws Exception {
        assertThat(client.answer(ModelClient.request(SHOP, "Hola, me llamo Ana", "¡Hola, Ana!", "¿Cómo me llamo?")))
                .isEqualTo("Te llamas Ana.");
        assertThat(client.answer(ModelClient.request(SHOP, "Busco la bota Andes", "Sí, la tenemos.", "¿Qué precio?")))
                .isEqualTo("Bota Andes: 129 euros, en marrón");
    }

    @Test
    void a_burst_gets_an_answer_to_each_of_its_questions() throws Exception {
        assertThat(client.answer(ModelClient.request(SHOP, "Hola, soy Ana\n¿Cuánto cuesta la bota Andes?\n¿Horario?")))
                .isEqualTo("¡Hola, Ana! Bota Andes: 129 euros, en marrón"
                        + " Abrimos de lunes a viernes de 9 a 18. (stand-in model)");
    }

    @Test
    void the_same_request_gets_the_same_answer() throws Exception {
        ObjectNode request = ModelClient.request(SHOP, "¿Cuánto cuesta la zapatilla?");
        assertThat(client.answer(request)).isEqualTo(client.answer(request));
    }

    @Test
    void a_stream_has_a_role_pieces_a_finish_reason_usage_and_done() throws Exception {
        // given
        ObjectNode request = ModelClient.request(SHOP, "¿Cuánto cuesta la bota Andes?");
        String whole = client.answer(request);
        request.putObject("stream_options").put("include_usage", true);

        // when
        List<String> events = client.stream(request);

        // then
        List<JsonNode> chunks = events.subList(0, events.size() - 1).stream()
                .map(ModelClient::json)
                .toList();
        assertThat(events).last().isEqualTo("[DONE]");
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        assertThat(chunks.stream()
                        .map(chunk -> chunk.at("/choices/0/delta/content").asString(""))
                        .collect(Collectors.joining()))
                .isEqualTo(whole);
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
                .isEqualTo("stop");
        assertThat(chunks.getLast().path("choices").isEmpty()).isTrue();
        assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isPositive();
    }

    @Test
    void without_include_usage_a_stream_has_none() throws Exception {
        assertThat(client.stream(ModelClient.request(SHOP, "Hola"))).noneMatch(event -> event.contains("usage"));
    }

    @Test
    void a_tool_is_called_when_the_text_calls_for_it_and_its_result_is_the_answer() throws Exception {
        // given
        ObjectNode request = ModelClient.request(SHOP, "¿Dónde está mi pedido A-1234?");
        ObjectNode function =
                request.putArray("tools").addObject().put("type", "function").putObject("function");
        function.put("name", "order_status").put("description", "Status of an order");
        function.putObject("parameters")
                .putObject("properties")
                .putObject("order_number")
                .put("type", "string");
        ((ObjectNode) function.path("parameters")).putArray("required").add("order_number");

        // when
        JsonNode choice = ModelClient.json(client.chat(request).body()).at("/choices/0");
        JsonNode call = choice.at("/message/tool_calls/0");
        request.withArray("messages").add(choice.path("message"));
        request.withArray("messages")
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", call.path("id").asString())
                .put("content", "enviado el lunes");

        // then
        assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(call.at("/function/arguments").asString()).isEqualTo("{\"order_number\":\"A-1234\"}");
        assertThat(client.answer(request)).isEqualTo("Esto es lo que encontré: enviado el lunes (stand-in model)");
    }

    @Test
    void several_calls_are_streamed_one_after_the_other_name_first_and_arguments_in_pieces() throws Exception {
        // given
        ObjectNode request = ModelClient.request(SHOP, "¿Tienen mochilas de cuero?\n¿Y paraguas hay?");
        request.putArray("tools")
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "search_products");

        // when
        List<JsonNode> chunks = client.stream(request).stream()
                .filter(event -> !event.equals("[DONE]"))
                .map(event -> ModelClient.json(event).at("/choices/0"))
                .toList();

        // then
        List<JsonNode> pieces = chunks.stream()
                .flatMap(chunk -> chunk.at("/delta/tool_calls").valueStream())
                .toList();
        assertThat(pieces.stream()
                        .filter(piece -> piece.has("id"))
                        .map(piece -> piece.path("index").asInt() + " "
                                + piece.at("/function/name").asString()))
                .containsExactly("0 search_products", "1 search_products");
        assertThat(pieces.stream().map(piece -> piece.path("id").asString("")).filter(id -> !id.isEmpty()))
                .doesNotHaveDuplicates();
        assertThat(pieces.stream()
                        .filter(piece -> piece.path("index").asInt() == 1)
                        .map(piece -> piece.at("/function/arguments").asString())
                        .collect(Collectors.joining()))
                .isEqualTo("{\"query\":\"paraguas\"}");
        assertThat(chunks.getLast().path("finish_reason").asString()).isEqualTo("tool_calls");
    }

    @Test
    void echo_says_all_that_is_unanswered_and_leaky_says_all_that_it_was_given() throws Exception {
        ObjectNode request = ModelClient.request(SHOP, "uno", "echo: uno", "dos");
        request.withArray("messages").addObject().put("role", "user").put("content", "tres");

        client.control("/mode", "{\"mode\":\"echo\"}");
        assertThat(client.answer(request)).isEqualTo("echo: dos | tres");

        client.control("/mode", "{\"mode\":\"leaky\"}");
        assertThat(client.answer(request)).contains("system: Eres el asistente", "Bota Andes", "user: uno", "tres");
    }

    @Test
    void a_tenant_has_a_pace_of_its_own() throws Exception {
        client.control("/pace", "{\"tenant\":\"tortoise\",\"first_token_ms\":700}");
        assertThat(milliseconds("hare")).isLessThan(700);
        assertThat(milliseconds("tortoise")).isGreaterThanOrEqualTo(700);
    }

    private static long milliseconds(String tenant) throws Exception {
        long start = System.nanoTime();
        client.answer(ModelClient.request("You are the " + tenant + ".", "hello"));
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void the_record_of_calls_holds_the_markers_of_the_whole_prompt() throws Exception {
        // given
        client.control("/markers", "{\"pattern\":\"mark-[0-9]\"}");
        long before = client.get("/control/calls?limit=0").path("total").asLong();

        // when
        client.answer(ModelClient.request("mark-1 " + SHOP, "uno mark-2", "dos", "tres mark-3"));

        // then
        await().untilAsserted(() -> {
            JsonNode call = client.get("/control/calls?after=" + before).at("/calls/0");
            assertThat(call.path("markers").toString()).isEqualTo("[\"mark-1\",\"mark-2\",\"mark-3\"]");
        });
    }

    @Test
    void wrong_requests_get_the_real_apis_errors() throws Exception {
        ObjectNode noMessages = ModelClient.request(SHOP);
        noMessages.putArray("messages");
        assertError(client.chat(noMessages), 400, "Missing required parameter: 'messages'.");

        ObjectNode strayTool = ModelClient.request(SHOP, "hola");
        strayTool
                .withArray("messages")
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", "x")
                .put("content", "y");
        assertError(client.chat(strayTool), 400, "must be a response to a preceeding message with 'tool_calls'");

        ObjectNode huge = ModelClient.request(SHOP, "x".repeat(600_000));
        assertError(client.chat(huge), 400, "maximum context length");
        assertThat(client.chat(huge).body()).contains("context_length_exceeded");
    }

    private static void assertError(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(ModelClient.json(response.body()).at("/error/message").asString())
                .contains(message);
    }
}
