package io.parley.agent.api;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a person tells Parley to do with a conversation, checked.
///
/// @param id told again with the same one, it happens once
/// @param text of a reply
/// @param until of a take-over: its own end
record Instruction(
        String id,
        String author,
        @Nullable String text,
        @Nullable Instant until) {

    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern AUTHOR = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final int LONGEST_TEXT = 8_000;
    private static final Duration LONGEST_SILENCE = Duration.ofDays(366);

    /// As it comes in.
    record Request(
            @Nullable String id,
            @Nullable String author,
            @Nullable String text,
            @Nullable String until) {}

    /// Something is missing or makes no sense.
    static final class Bad extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Bad(String message) {
            super(message);
        }
    }

    static Instruction takeOver(Request request, Instant now) {
        return new Instruction(id(request), author(request), null, until(request, now));
    }

    static Instruction reply(Request request) {
        var text = Optional.ofNullable(request.text())
                .filter(words -> !words.isBlank())
                .filter(words -> words.codePointCount(0, words.length()) <= LONGEST_TEXT)
                .orElseThrow(() -> new Bad("text must have 1 to 8,000 characters"));
        return new Instruction(id(request), author(request), text, null);
    }

    static Instruction handBack(Request request) {
        return new Instruction(id(request), author(request), null, null);
    }

    private static String id(Request request) {
        var id = Optional.ofNullable(request.id())
                .orElseGet(() -> UUID.randomUUID().toString());
        if (!ID.matcher(id).matches()) {
            throw new Bad("id must have 1 to 128 printable ASCII characters");
        }
        return id;
    }

    private static String author(Request request) {
        return Optional.ofNullable(request.author())
                .map(String::strip)
                .filter(AUTHOR.asMatchPredicate())
                .orElseThrow(() -> new Bad("author must say who acts, in at most 100 characters"));
    }

    private static @Nullable Instant until(Request request, Instant now) {
        if (request.until() == null) {
            return null;
        }
        try {
            var until = Instant.parse(request.until());
            if (until.isAfter(now) && until.isBefore(now.plus(LONGEST_SILENCE))) {
                return until;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw new Bad("until must be a time to come within a year, such as 2026-01-31T18:00:00Z");
    }
}
