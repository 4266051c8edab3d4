package io.parley.ingress.ws.slot;

import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Who holds which slot, by the log of `socket-nodes` and its times alone: every reader comes to the same answer.
///
/// The first claim of a free slot holds it until 10 s after the holder's last record; a later claim within that time is
/// void. A heartbeat is a claim, since compaction may have left nothing else of its holder. Not safe for several
/// threads.
final class SlotClaims {

    /// After how long without a record a holder has lost its slot, more than the 7 s after which a node gives up
    /// itself.
    static final Duration EXPIRY = Duration.ofSeconds(10);

    private record Holder(SocketNode said, Instant since, Instant lastSeen) {

        private String bootId() {
            return said.getBootId();
        }
    }

    private final Map<Integer, Holder> holders = new HashMap<>();
    private Instant newest = Instant.EPOCH;

    /// Takes the next record of the log.
    ///
    /// @param logTime the broker's time of the record
    void apply(SocketNode record, Instant logTime) {
        newest = logTime;
        switch (record.getEvent()) {
            case CLAIM, HEARTBEAT -> claim(record, logTime);
            case RELEASE ->
                holders.computeIfPresent(
                        record.getSlot(), (slot, holder) -> holder.bootId().equals(record.getBootId()) ? null : holder);
            case UNKNOWN -> {
                // written by a newer version
            }
        }
    }

    private void claim(SocketNode record, Instant logTime) {
        var holder = holders.get(record.getSlot());
        if (holder != null && holder.bootId().equals(record.getBootId())) {
            holders.put(record.getSlot(), new Holder(record, holder.since(), logTime));
        } else if (holder == null || expired(holder, logTime)) {
            holders.put(record.getSlot(), new Holder(record, logTime, logTime));
        }
    }

    /// The nodes that hold a slot as far as the log has been read, by slot.
    List<NodeSeen> living() {
        return holders.values().stream()
                .filter(holder -> !expired(holder, newest))
                .map(holder -> NodeSeen.of(holder.said(), holder.since(), holder.lastSeen()))
                .sorted(Comparator.comparingInt(node -> node.slot().number()))
                .toList();
    }

    /// Whether the boot holds the slot as far as the log has been read.
    boolean holds(int slot, String bootId) {
        return Optional.ofNullable(holders.get(slot))
                .filter(holder -> holder.bootId().equals(bootId))
                .isPresent();
    }

    /// A slot worth claiming: one that nobody has held, else the one whose holder has been silent for longest.
    ///
    /// @param now about the log's time
    /// @param skipped how many of the best to leave to others
    /// @return empty when all slots are held
    OptionalInt free(Instant now, int skipped) {
        return IntStream.range(0, Topic.SLOTS)
                .boxed()
                .filter(slot -> !holders.containsKey(slot) || expired(holders.get(slot), now))
                .sorted(Comparator.comparing(this::lastSeen).thenComparing(Comparator.naturalOrder()))
                .skip(skipped)
                .findFirst()
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    private Instant lastSeen(int slot) {
        return Optional.ofNullable(holders.get(slot)).map(Holder::lastSeen).orElse(Instant.EPOCH);
    }

    private static boolean expired(Holder holder, Instant logTime) {
        return holder.lastSeen().plus(EXPIRY).isBefore(logTime);
    }
}
