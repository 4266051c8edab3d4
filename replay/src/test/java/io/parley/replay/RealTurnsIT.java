package io.parley.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.replay.record.BrokerRecords;
import io.parley.replay.record.Logged;
import io.parley.replay.record.Recording;
import io.parley.replay.record.Selection;
import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.avro.TurnStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Hundreds of turns of all kinds, made by a whole system: all come again from its topics, and from a copied folder.
@Tag("slow")
class RealTurnsIT {

    private static final int CLIENTS = 300;
    private static final int TURNS = 500;
    private static final String TENANT = """
              - id: %1$s
                language: en
                channels:
                  - {id: %1$s-web, kind: web, guests: open, burst: {quiet: 50ms}}
                  - {id: %1$s-telegram, kind: telegram, bot-token: "%2$d:sample-token", webhook-secret: "s", burst: {quiet: 200ms}}
                agent:
                  system-prompt: |
                    You answer for a shoe shop.
                    ## Shop
                    - We are open from 10 to 19.
                  tools: [products, orders, appointments, knowledge, handoff]
                  fallback-model: spare
                  turn-timeout: 5s
                  on-new-message: %1$s
            """;
    private static final List<String> WORDS = List.of(
            "Do you have boots?",
            "What do you have?",
            "When are you open?",
            "My order 1001, please, ana@example.org",
            "I would like an appointment tomorrow at 10:30",
            "My appointments, please",
            "How do I return shoes?",
            "Hello!",
            "I want to talk to a person",
            "Thank you");

    @TempDir
    static Path folder = Path.of(".");

    private static WholeSystem system;
    private static final StringWriter out = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        var tenants = Files.writeString(
                folder.resolve("tenants.yml"),
                "tenants:\n" + TENANT.formatted("interrupt", 200001) + TENANT.formatted("queue", 200002)
                        + TENANT.formatted("steer", 200003));
        system = new WholeSystem(folder.resolve("data"), tenants);
        for (var tenant : List.of("interrupt", "queue", "steer")) {
            system.send(
                    "PUT",
                    8082,
                    "/v1/tenants/" + tenant + "/products",
                    "id,name,description,category,price,currency,stock\nandes,Andes boots,Of leather,Boots,149.00,EUR,7\n");
        }
        system.model(
                "POST",
                "pace",
                "{\"first_token_ms\": 5, \"first_token_max_ms\": 400, \"per_token_ms\": 2, \"seed\": 7}");
        for (var fault : List.of("server-error", "reset", "early-end", "rate-limit", "garbage", "broken-tool-call")) {
            system.model(
                    "POST",
                    "faults",
                    "{\"fault\": \"%s\", \"share\": 0.03, \"seed\": 3, \"retry_after_seconds\": 1}".formatted(fault));
        }
        talk(new Random(4711));
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(RealTurnsIT::isAllAnswered);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        system.stop();
    }

    private static void talk(Random random) throws InterruptedException {
        try (ScheduledExecutorService timer = Executors.newScheduledThreadPool(2)) {
            for (int client = 0; client < CLIENTS; client++) {
                var tenant = List.of("interrupt", "queue", "steer").get(client % 3);
                var id = tenant + ":" + tenant + (random.nextBoolean() ? "-web:g." : "-telegram:") + client;
                int millis = random.nextInt(2_000);
                for (int number = 0; number < 5; number++) {
                    millis += random.nextInt(3) == 0 ? random.nextInt(300) : 700 + random.nextInt(1_500);
                    var word = WORDS.get(random.nextInt(WORDS.size()));
                    int chance = random.nextInt(40);
                    var kind = switch (chance) {
                        case 0, 1, 2 -> IncomingKind.CANCEL;
                        case 3 -> IncomingKind.TAKE_OVER;
                        case 4 -> IncomingKind.HUMAN_REPLY;
                        case 5, 6 -> IncomingKind.HAND_BACK;
                        case 7 -> IncomingKind.TYPING;
                        default -> IncomingKind.MESSAGE;
                    };
                    var event = "e" + number;
                    var _ = timer.schedule(() -> system.write(id, kind, event, word), millis, TimeUnit.MILLISECONDS);
                }
            }
            timer.shutdown();
            timer.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private static Recording all() {
        return new BrokerRecords(system.kafka()).read(Selection.everything());
    }

    private static boolean isAllAnswered() {
        var all = all();
        var ended = all.journal().stream()
                .map(Logged::value)
                .flatMap(turn -> turn.getInputs().stream())
                .map(input -> input.getMessageId())
                .collect(Collectors.toSet());
        return all.incoming().stream()
                .map(Logged::value)
                .filter(message -> message.getKind() == IncomingKind.MESSAGE)
                .map(IncomingMessage::getMessageId)
                .allMatch(ended::contains);
    }

    private static int run(String... arguments) {
        out.getBuffer().setLength(0);
        return Replay.line().setOut(new PrintWriter(out, true)).execute(arguments);
    }

    @Test
    void all_are_the_same_again_without_a_call_to_the_model() throws Exception {
        // given
        var journal = all().journal().stream().map(Logged::value).toList();
        var calls = system.model("GET", "calls?limit=1", "");
        // when
        int code = run("exact", "--kafka", system.kafka());
        // then
        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString()).contains(" turns, all equal, no call to the model");
        assertThat(system.model("GET", "calls?limit=1", "")).isEqualTo(calls);
        assertThat(journal.size()).isGreaterThan(TURNS);
        assertThat(journal.stream()
                        .flatMap(turn -> turn.getDecisions().stream())
                        .map(Decision::getWhat))
                .contains(
                        "interrupted", "cancelled", "taken-over", "handed-over", "model-failed", "retried", "silenced");
        assertThat(journal.stream().flatMap(turn -> turn.getSteps().stream()).map(TurnStep::getKind))
                .contains("tool", "begun");
    }

    @Test
    void a_copied_folder_is_as_good_and_a_new_prompt_shows_where_it_changes_something() throws IOException {
        // given
        var copy = folder.resolve("copy").toString();
        var prompt = Files.writeString(folder.resolve("prompt.txt"), "You answer for a bakery.");
        // when
        int recorded = run("record", "--kafka", system.kafka(), "--to", copy, "--tenant", "interrupt");
        // then
        assertThat(recorded).isZero();
        assertThat(run("exact", "--from", copy)).as(out.toString()).isZero();
        assertThat(run("exact", "--from", copy, "--prompt", prompt.toString(), "--json"))
                .isEqualTo(1);
        var first = out.toString()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .filter(line -> line.path("result").asString("").equals("differs"))
                .findFirst()
                .orElseThrow();
        assertThat(first.path("part").asString("")).isEqualTo("system prompt");
        assertThat(first.path("recorded").asString("")).contains("You answer for a shoe shop.");
        assertThat(first.path("now").asString("")).contains("You answer for a bakery.");
    }

    /// Makes the recordings that `RecordedConversationsTest` runs again: with `-Dparley.recordings=FOLDER`, an empty
    /// one.
    @Test
    @EnabledIfSystemProperty(named = "parley.recordings", matches = ".+")
    void recordings_are_made_anew() throws Exception {
        var to = Path.of(System.getProperty("parley.recordings"));
        system.model("POST", "reset", "{}");
        system.model("POST", "pace", "{\"first_token_ms\": 400, \"per_token_ms\": 2}");
        say("queue:queue-web:g.tools", "Do you have boots?", "I would like an appointment tomorrow at 10:30");
        system.write("interrupt:interrupt-web:g.interruption", IncomingKind.MESSAGE, "0", "Do you have boots?");
        pause(250);
        system.write("interrupt:interrupt-web:g.interruption", IncomingKind.MESSAGE, "1", "In brown?");
        awaitTurns("interrupt:interrupt-web:g.interruption", 1);
        system.write("interrupt:interrupt-web:g.cancel", IncomingKind.MESSAGE, "0", "Do you have boots?");
        pause(250);
        system.write("interrupt:interrupt-web:g.cancel", IncomingKind.CANCEL, "1", "");
        awaitTurns("interrupt:interrupt-web:g.cancel", 1);
        say("queue:queue-web:g.handover", "I want to talk to a person", "Hello?");
        system.write("queue:queue-web:g.handover", IncomingKind.HAND_BACK, "back", "");
        say("queue:queue-web:g.handover", "When are you open?");
        system.model("POST", "faults", "{\"fault\": \"server-error\", \"contains\": \"broken\"}");
        say("steer:steer-web:g.failure", "Is it broken?");
        system.send(
                "POST",
                8085,
                "/sandbox/queue-telegram/people/4242/messages",
                "{\"kind\": \"voice\", \"sample\": true}");
        awaitTurns("queue:queue-telegram:4242", 1);
        for (var client : List.of("tools", "interruption", "cancel", "handover", "failure", "telegram:4242")) {
            var name = client.equals("telegram:4242") ? "voice" : client;
            assertThat(run(
                            "record",
                            "--kafka",
                            system.kafka(),
                            "--client",
                            client,
                            "--to",
                            to.resolve(name).toString()))
                    .isZero();
        }
    }

    private static void say(String client, String... words) {
        for (var word : words) {
            int before = turns(client);
            system.write(client, IncomingKind.MESSAGE, "say" + before + word.length(), word);
            awaitTurns(client, before + 1);
        }
    }

    private static void awaitTurns(String client, int number) {
        await().atMost(Duration.ofSeconds(30)).until(() -> turns(client) >= number);
    }

    private static int turns(String client) {
        return new BrokerRecords(system.kafka())
                .read(Selection.ofClient(client))
                .journal()
                .size();
    }

    /// People take their time.
    private static void pause(int millis) throws InterruptedException {
        var _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    @Test
    void the_timeline_of_each_client_can_be_told() {
        var turn = all().journal().stream()
                .map(Logged::value)
                .max(Comparator.comparingInt(TurnRecord::getAttempts))
                .orElseThrow();
        assertThat(run("timeline", turn.getClientId(), "--kafka", system.kafka()))
                .isZero();
        assertThat(out.toString()).contains("turn-begun", "turn-ended", "interrupted");
    }
}
