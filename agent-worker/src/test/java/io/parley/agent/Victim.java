package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.turn.Effects;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.Outcome;
import io.parley.schemas.avro.TurnRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A client whose worker may die. It writes two messages at once, to which the model answers with a search, an
/// appointment and a reply of two parts; and when it has that, it asks for a person.
final class Victim {

    private static final String JOURNALLED = "Journal.write";
    private static final String SEARCH = "search_products";
    private static final String BOOK = "book_appointment";

    @SuppressWarnings("TimeInStaticInitializer") // the same day for the whole test
    private static final LocalDate MONDAY =
            LocalDate.now(ZoneOffset.UTC).plusDays(7).with(TemporalAdjusters.next(DayOfWeek.MONDAY));

    private final Installed installed;
    private final Path log;
    private final String name;
    private final List<IncomingMessage> written = new ArrayList<>();

    /// @param log in which the workers say what effects they have
    Victim(Installed installed, Path log, int number) {
        this.installed = installed;
        this.log = log;
        this.name = "k%03d".formatted(number);
    }

    String client() {
        return "kills:kills-web:g." + name;
    }

    /// What the model does with a request of any of them.
    static ScriptedProvider.Part answer(JsonNode request) {
        if (ScriptedProvider.lastUserMessage(request).contains("person")) {
            return LeakyModel.asks("hand_over", Map.of("reason", "asks for one", "summary", "Has an appointment."));
        }
        var parts = List.of(Map.of("kind", "text", "text", "No boots."), Map.of("kind", "text", "text", "See you."));
        return switch (LeakyModel.rounds(request)) {
            case 0 -> LeakyModel.asks(SEARCH, Map.of("query", "boots"));
            case 1 -> LeakyModel.asks(BOOK, Map.of("start", MONDAY + "T10:00", "subject", "Fitting"));
            default -> LeakyModel.asks("compose_reply", Map.of("parts", parts));
        };
    }

    void writesTwice() {
        write("boots?");
        write("and a fitting on Monday");
    }

    void asksForAPerson() {
        write("now a person, please");
    }

    private void write(String text) {
        var message = Installed.message(client(), text, name + " " + text);
        written.add(message);
        installed.send(message);
    }

    /// How often the model has been asked for it.
    int asked() {
        return installed.provider().requests(name).size();
    }

    /// What effects workers have had for it.
    List<String> effects() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith(client() + "\t"))
                    .map(line -> line.substring(client().length() + 1))
                    .filter(line -> !line.startsWith("killed"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether all that it has written has been answered, down to the turns' last record.
    boolean isServed() {
        return Effects.count(effects(), JOURNALLED) >= turns()
                && journal().stream().anyMatch(record -> record.getTurnId().equals(turn(turns())));
    }

    private int turns() {
        return written.size() - 1;
    }

    private String turn(int number) {
        return Ids.turnId(client(), written.get(number == 1 ? 0 : 2).getMessageId());
    }

    private List<TurnRecord> journal() {
        return installed.journal(client()).stream().distinct().toList();
    }

    /// Everything is as if nobody had died, but for the one answer that was under way.
    ///
    /// @param left the effects before the death; all of them where there was none
    void hasItsDue(List<String> left) {
        var lost = Effects.unstored(left);
        var all = effects();
        assertThat(asked())
                .as("calls of the model, lost: %s", lost)
                .isEqualTo((turns() == 1 ? 3 : 4) + Effects.count(lost, Effects.ASK));
        for (var tool : List.of(SEARCH, BOOK)) {
            var call = Effects.CALL + " " + tool;
            assertThat(Effects.count(all, call))
                    .as("calls of %s, lost: %s", tool, lost)
                    .isEqualTo(1 + Effects.count(lost, call));
        }
        assertThat(installed.database().count("select count(*) from agent.appointment where client_id = ?", client()))
                .as("appointments")
                .isEqualTo(1);
        isAnsweredOnce();
        isDecidedOnce(Effects.count(left, "TurnStore.open") > Effects.count(left, "TurnStore.end"));
    }

    private void isAnsweredOnce() {
        var said = installed.replies(client()).stream()
                .filter(entry -> entry.getAuthor() != Author.USER)
                .distinct()
                .toList();
        var expected = List.of("No boots.", "See you.", "Somebody will write to you.");
        assertThat(said)
                .extracting(AgentReply::getContent)
                .as("said, each any number of times but the same")
                .isEqualTo(expected.subList(0, turns() + 1));
        for (var message : written) {
            assertThat(said)
                    .filteredOn(entry -> entry.getInReplyTo().contains(message.getMessageId()))
                    .flatExtracting(entry -> entry.getEnding().stream().toList())
                    .as("endings of a message")
                    .singleElement()
                    .satisfies(ending -> assertThat(ending.getOutcome()).isEqualTo(Outcome.ANSWERED));
        }
    }

    /// @param resumed whether its last turn was left behind
    private void isDecidedOnce(boolean resumed) {
        var expected = new ArrayList<>(List.of("burst-closed"));
        if (resumed) {
            expected.add("resumed");
        }
        if (turns() == 2) {
            expected.add("handed-over");
        }
        assertThat(journal())
                .filteredOn(record -> record.getTurnId().equals(turn(turns())))
                .singleElement()
                .satisfies(record -> assertThat(record.getDecisions())
                        .extracting(Decision::getWhat)
                        .isEqualTo(Collections.unmodifiableList(expected)));
    }
}
