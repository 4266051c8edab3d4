package io.parley.agent.turn;

import io.parley.agent.memory.Memory;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Follows edits, deletions and reactions. They never begin a turn and never disturb one: a message that still waits
/// to be answered is answered as it is now, and later turns remember it so.
final class Corrections {

    private static final String DELETED = "[message deleted by the client]";
    private static final Pattern REACTION = Pattern.compile("\\n\\[reaction: [^]\\n]*]$");

    private final TurnStore store;

    Corrections(TurnStore store) {
        this.store = store;
    }

    /// The messages as they are now.
    ///
    /// @param behind what stands in the lane, which may correct some of them
    static List<Input> applied(List<LaneRecord<IncomingMessage>> messages, List<LaneRecord<IncomingMessage>> behind) {
        var inputs = new ArrayList<>(messages.stream().map(Input::message).toList());
        for (var record : behind) {
            var id = record.value().getRefersTo().orElse("");
            inputs.replaceAll(
                    input -> id.equals(input.carried().providerId()) ? corrected(input, record.value()) : input);
        }
        return List.copyOf(inputs);
    }

    private static Input corrected(Input input, IncomingMessage by) {
        return switch (by.getKind()) {
            case EDIT -> input.edited(by);
            case DELETION -> input.deleted(DELETED);
            default -> input;
        };
    }

    /// Whether nothing is left to be answered.
    static boolean isNothingLeft(List<Input> messages) {
        return messages.stream().allMatch(input -> input.text().equals(DELETED));
    }

    /// Changes what is remembered, for those of these records that ask for it.
    void follow(ClientLane lane, List<LaneRecord<IncomingMessage>> taken) throws InterruptedException {
        for (var record : taken) {
            var correction = correction(record.value());
            if (correction.isPresent()) {
                lane.insist(() -> {
                    store.correct(correction.get());
                    return true;
                });
            }
        }
    }

    private static Optional<Memory.Correction> correction(IncomingMessage record) {
        return switch (record.getKind()) {
            case EDIT -> {
                var words = Words.edited(Carried.of(record), record.getText().orElse(""));
                yield correction(record, old -> words, null);
            }
            case DELETION -> correction(record, old -> DELETED, null);
            case REACTION -> reaction(record, record.getEmoji().map(Storable::text));
            default -> Optional.empty();
        };
    }

    /// Most reactions are to what the agent has said, of which only the sender knows the provider's id.
    private static Optional<Memory.Correction> reaction(IncomingMessage record, Optional<String> emoji) {
        return correction(
                record,
                old -> REACTION.matcher(old).replaceFirst("")
                        + emoji.map(sign -> "\n[reaction: " + sign + "]").orElse(""),
                emoji.map(sign -> "[reacted with " + sign + " to an earlier message]")
                        .orElse(null));
    }

    private static Optional<Memory.Correction> correction(
            IncomingMessage record, UnaryOperator<String> change, @Nullable String otherwise) {
        return record.getRefersTo()
                .map(id -> new Memory.Correction(
                        record.getTenant(),
                        record.getClientId(),
                        record.getMessageId(),
                        Storable.text(id),
                        change,
                        otherwise));
    }
}
