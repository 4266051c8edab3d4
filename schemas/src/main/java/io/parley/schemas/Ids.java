package io.parley.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Deterministic ids: doing a thing twice gives the same id, hence is the same as doing it once. Nothing random, no
/// clock.
public final class Ids {

    private Ids() {}

    /// Id of an accepted event.
    ///
    /// @param kind what the event is, for instance `MESSAGE`
    /// @param providerEventId the provider's own id: Telegram's `update_id`, a `wamid`, the web client's `id`
    /// @return `m-` and 32 hex digits
    public static String messageId(String clientId, String kind, String providerEventId) {
        return "m-" + hash(clientId, kind, providerEventId);
    }

    /// Id of the turn that begins with a message.
    ///
    /// @return `t-` and 32 hex digits
    public static String turnId(String clientId, String firstMessageId) {
        return "t-" + hash(clientId, firstMessageId);
    }

    /// Id of part `part` (from 1) of a turn's reply.
    public static String replyId(String turnId, int part) {
        return turnId + "." + part;
    }

    /// Id of the one notice (failure, cancelled) of a turn.
    public static String noticeId(String turnId) {
        return turnId + ".notice";
    }

    /// Id of the entry that takes a turn's reply back.
    public static String retractId(String turnId) {
        return turnId + ".retract";
    }

    private static String hash(String... fields) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var field : fields) {
                digest.update(field.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
