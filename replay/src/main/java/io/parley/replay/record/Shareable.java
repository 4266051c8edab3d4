package io.parley.replay.record;

import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.avro.TurnInput;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.settings.SealedDocument;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What of a recording goes into a folder that others may get: no secret, sealed or not, and no provider's payload. The
/// conversations themselves are in it, word for word.
public final class Shareable {

    private Shareable() {}

    /// The recording without secrets.
    public static Recording of(Recording recording) {
        var shared = new Recording();
        recording.incoming().forEach(record -> shared.add(Kept.INCOMING, record.with(withoutPayload(record.value()))));
        recording.journal().forEach(record -> shared.add(Kept.JOURNAL, record));
        recording.replies().forEach(record -> shared.add(Kept.REPLIES, record));
        recording.receipts().forEach(record -> shared.add(Kept.RECEIPTS, record));
        recording.settings().forEach(record -> shared.add(Kept.SETTINGS, record.with(withoutSecrets(record.value()))));
        recording.of(Kept.ALIASES).forEach(record -> shared.add(Kept.ALIASES, record));
        return shared.sorted();
    }

    private static IncomingMessage withoutPayload(IncomingMessage message) {
        return IncomingMessage.newBuilder(message).setRaw(null).build();
    }

    private static TenantSettings withoutSecrets(TenantSettings settings) {
        return TenantSettings.newBuilder(settings)
                .setDocument(settings.getDocument()
                        .map(SealedDocument::withoutSecrets)
                        .orElse(null))
                .build();
    }

    /// The last turns, and of their clients everything from the first message of these on.
    public static Recording last(Recording recording, int turns) {
        var chosen = recording.journal().stream()
                .map(Logged::value)
                .sorted(Comparator.comparing(TurnRecord::getEndedAt).reversed())
                .limit(turns)
                .toList();
        Map<String, Instant> since = new HashMap<>();
        chosen.forEach(turn -> since.merge(turn.getClientId(), began(turn), Shareable::earlier));
        var ids = chosen.stream().map(TurnRecord::getTurnId).collect(Collectors.toSet());
        return recording.where(record -> record.value() instanceof TurnRecord turn
                ? ids.contains(turn.getTurnId())
                : since.containsKey(record.key())
                        && !record.at().isBefore(since.getOrDefault(record.key(), Instant.MAX)));
    }

    private static Instant began(TurnRecord turn) {
        return turn.getInputs().stream()
                .map(TurnInput::getLogTime)
                .min(Comparator.naturalOrder())
                .orElse(turn.getStartedAt());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
