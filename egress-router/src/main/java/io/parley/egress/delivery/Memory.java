package io.parley.egress.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What this process has delivered last to each client. The router may write an entry again after a crash, long
/// after the receipts of the first time.
final class Memory {

    private static final int CLIENTS = 200_000;
    private static final int ENTRIES = 16;

    private record Remembered(@Nullable Position position, List<String> left) {}

    private final Cache<String, Remembered> clients =
            Caffeine.newBuilder().maximumSize(CLIENTS).build();

    /// Whether the entry, or one behind it, has come to its end already.
    boolean isRepeated(Outbound outbound) {
        var known = clients.getIfPresent(outbound.getClientId());
        var last = known == null ? null : known.position();
        return last != null
                && outbound.getPosition()
                        .filter(position -> position.getIncarnation().equals(last.getIncarnation())
                                && position.getOffset() <= last.getOffset())
                        .isPresent();
    }

    /// The entry has come to its end.
    ///
    /// @param hasLeft whether anything of it may be with the person
    void ended(Outbound outbound, String replyId, boolean hasLeft) {
        clients.asMap().compute(outbound.getClientId(), (client, known) -> {
            List<String> left = known == null ? List.of() : known.left();
            return new Remembered(outbound.getPosition().orElse(null), hasLeft ? with(left, replyId) : left);
        });
    }

    private static List<String> with(List<String> left, String replyId) {
        return Stream.concat(left.stream().skip(Math.max(0, left.size() - ENTRIES)), Stream.of(replyId))
                .toList();
    }

    /// Whether anything of this entry, one of the client's last, may be with the person.
    boolean hasLeft(String clientId, String replyId) {
        var known = clients.getIfPresent(clientId);
        return known != null && known.left().contains(replyId);
    }
}
