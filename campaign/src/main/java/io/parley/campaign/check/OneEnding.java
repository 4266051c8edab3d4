package io.parley.campaign.check;

import java.util.stream.Stream;

/// Each message that was accepted, or stands in the log, comes to an ending that its client is shown, whole.
final class OneEnding implements Law {

    @Override
    public String name() {
        return "L1 one ending";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        return seen.conversations().stream()
                .flatMap(conversation ->
                        conversation.owed().stream().flatMap(message -> violations(conversation, message)));
    }

    private Stream<Violation> violations(Conversation conversation, String message) {
        var endings = conversation.standingEndings(message);
        if (endings.isEmpty() && !conversation.isDeliberatelyUnanswered(message)) {
            return Stream.of(violation(conversation.clientId(), message + " has no ending"));
        }
        return endings.stream()
                .filter(ending -> !ending.isWhole())
                .map(ending -> violation(conversation.clientId(), message + " got only parts of its reply"));
    }
}
