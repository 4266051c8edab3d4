package io.parley.agent.settings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A prompt that is being tried with a share of the clients. Who is among them depends on the client alone: the same
/// clients stay in while the share grows, and whatever worker asks.
///
/// @param share 0 to 1
record Canary(double share, String systemPrompt) {

    /// What the version of settings with the canary's prompt ends in.
    private static final String MARK = "+canary";

    /// The one in the settings of the agent, if a prompt is being tried.
    static Optional<Canary> of(JsonNode agent) {
        var canary = agent.path("canary");
        var prompt = canary.path("system-prompt").asString("");
        return prompt.isBlank()
                ? Optional.empty()
                : Optional.of(new Canary(canary.path("share").asDouble(0), prompt));
    }

    boolean includes(String clientId) {
        return place(clientId) < share;
    }

    static String mark(String version) {
        return version + MARK;
    }

    static boolean isMarked(String version) {
        return version.endsWith(MARK);
    }

    /// The version of the document.
    static String unmarked(String version) {
        return isMarked(version) ? version.substring(0, version.length() - MARK.length()) : version;
    }

    /// Where a client stands between 0 and 1, evenly and for ever.
    private static double place(String clientId) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(clientId.getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
