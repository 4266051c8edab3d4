package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.agent.handoff.Silence;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.Outcome;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A conversation goes to people and comes back.
class HandoverIT {

    private static final Installed INSTALLED = Installed.shared();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] TOKEN = {"Authorization", "Bearer admin"};
    private static final String OLGA = "{\"author\": \"Olga\"}";

    private final String client = "people:people-web:g.hand";

    @BeforeAll
    static void start() {
        INSTALLED.worker();
    }

    @AfterEach
    void behave() {
        INSTALLED.provider().script(ScriptedProvider::echo);
    }

    /// A model that hands over as long as it reads that somebody wants a person, and nothing that settles it.
    private static ScriptedProvider.Part stubborn(String text) {
        var request =
                INSTALLED.provider().requests(text).getLast().path("messages").toString();
        boolean settled = request.lastIndexOf("handed the conversation back") > request.indexOf("I want a person");
        return request.contains("I want a person") && !settled ? HandoverIT::handOver : ScriptedProvider.echo(text);
    }

    private static void handOver(ScriptedProvider.Stage stage) throws IOException {
        var function = Map.of(
                "name",
                "hand_over",
                "arguments",
                "{\"reason\":\"asks for a person\",\"summary\":\"Nothing said yet.\"}");
        var call = Map.of("index", 0, "id", "call-1", "type", "function", "function", function);
        stage.event(JSON.writeValueAsString(Map.of(
                "choices", List.of(Map.of("index", 0, "delta", Map.of("tool_calls", List.of(call)))))));
        stage.finish("tool_calls");
    }

    private HttpResponse<String> post(String what, String body) throws Exception {
        return INSTALLED.worker().sendJson("POST", "/v1/conversations/" + what, body, TOKEN);
    }

    private String accepted(String what, String body) throws Exception {
        var response = post(client + "/" + what, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return JSON.readTree(response.body()).path("message_id").asString("");
    }

    private TurnRecord journalled(String messageId) {
        var turnId = Ids.turnId(client, messageId);
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> INSTALLED.journal(client).stream()
                                .filter(record -> record.getTurnId().equals(turnId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private String sent(String text) {
        var message = Installed.message(client, text, text);
        INSTALLED.send(message);
        return message.getMessageId();
    }

    private static Predicate<AgentReply> said(Author author, String text) {
        return entry -> entry.getAuthor() == author && entry.getContent().equals(text);
    }

    private static List<MimeMessage> mails() {
        return Arrays.asList(INSTALLED.mail().getReceivedMessages());
    }

    @Test
    void the_agent_asks_for_a_person_who_answers_and_hands_back_for_good() throws Exception {
        INSTALLED.provider().script(HandoverIT::stubborn);
        // when the client asks for a person
        var asked = sent("I want a person");
        // then it is told, and so is the team
        INSTALLED.awaitReply(client, said(Author.AGENT, "Somebody will write to you."));
        var turnId = Ids.turnId(client, asked);
        var mail = await().atMost(Duration.ofSeconds(20))
                .until(HandoverIT::mails, received -> !received.isEmpty())
                .getFirst();
        assertThat(mail.getSubject()).isEqualTo("People Ltd: a customer asks for a person: asks for a person");
        assertThat(mail.getMessageID()).startsWith("<" + turnId + "@");
        assertThat(mail.getContent().toString())
                .contains("Customer: I want a person", "Agent:    Somebody will write to you.", client + "/reply");
        assertThat(events()).contains("people handed-over " + turnId);
        // when it writes again
        var ignored = journalled(sent("are you there?"));
        // then the agent keeps silent and says why
        assertThat(ignored.getEnding().getOutcome()).isEqualTo(Outcome.IGNORED);
        assertThat(ignored.getEnding().getReason()).contains("silenced");
        assertThat(ignored.getDecisions())
                .filteredOn(decision -> decision.getWhat().equals("silenced"))
                .extracting(Decision::getWhy)
                .first()
                .asString()
                .startsWith("by agent (asked) since ")
                .contains(" until ");
        // when a person answers, told to twice
        var reply = "{\"author\": \"Olga\", \"text\": \"Olga here.\", \"id\": \"r1\"}";
        assertThat(accepted("reply", reply)).isEqualTo(accepted("reply", reply));
        INSTALLED.awaitReply(client, said(Author.HUMAN, "Olga here."));
        accepted("hand-back", OLGA);
        // then the agent answers again and hands over no more
        sent("and boots?");
        var answer = INSTALLED.awaitReply(
                client, entry -> entry.getContent().startsWith("Heard: ") && entry.getAuthor() == Author.AGENT);
        assertThat(answer.getContent()).contains("and boots?");
        JsonNode messages =
                INSTALLED.provider().requests("and boots?").getFirst().path("messages");
        assertThat(messages.toString()).contains("Olga here.", Silence.HANDED_BACK);
        assertThat(mails()).hasSize(1);
        assertThat(INSTALLED.replies(client).stream()
                        .filter(entry -> entry.getAuthor() == Author.HUMAN)
                        .map(AgentReply::getReplyId)
                        .distinct())
                .hasSize(1);
    }

    private static List<String> events() {
        var deserializer = new AvroDeserializer<>(SystemEvent.class);
        return INSTALLED.raw(Topics.SYSTEM_EVENTS).stream()
                .map(record -> deserializer.deserialize(Topics.SYSTEM_EVENTS, record.value()))
                .map(event -> event.getTenant() + " " + event.getEvent() + " "
                        + event.getAttributes().get("turn_id"))
                .toList();
    }

    @Test
    void an_operator_takes_over_until_a_time_of_their_own() throws Exception {
        var other = "people:people-web:g.%2B5";
        var until = Clock.systemUTC()
                .instant()
                .truncatedTo(ChronoUnit.SECONDS)
                .plus(Duration.ofHours(3))
                .toString();
        var response = post(other + "/take-over", "{\"author\": \"Olga\", \"until\": \"%s\"}".formatted(until));
        assertThat(response.statusCode()).isEqualTo(202);
        INSTALLED.send(Installed.message(other, "hello", "hello"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(INSTALLED.journal(other))
                        .flatExtracting(TurnRecord::getDecisions)
                        .extracting(Decision::getWhy)
                        .anyMatch(why -> why.startsWith("by Olga (taken-over)") && why.endsWith("until " + until)));
    }

    @Test
    void what_makes_no_sense_or_is_nobodys_is_refused() throws Exception {
        assertThat(post("nobody:x-web:g.1/hand-back", OLGA).statusCode()).isEqualTo(404);
        assertThat(post("people:shoes-web:g.1/hand-back", OLGA).statusCode()).isEqualTo(404);
        assertThat(post("people/hand-back", OLGA).statusCode()).isEqualTo(404);
        assertThat(post(client + "/hand-back", "{}").statusCode()).isEqualTo(400);
        assertThat(post(client + "/hand-back", "{\"author\": \"a\\nb\"}").statusCode())
                .isEqualTo(400);
        assertThat(post(client + "/hand-back", "no JSON").statusCode()).isEqualTo(400);
        assertThat(post(client + "/reply", OLGA).body()).contains("text must have");
        assertThat(post(client + "/take-over", "{\"author\": \"o\", \"until\": \"2020-01-01T00:00:00Z\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(INSTALLED
                        .worker()
                        .sendJson("POST", "/v1/conversations/" + client + "/hand-back", OLGA)
                        .statusCode())
                .isEqualTo(401);
    }
}
