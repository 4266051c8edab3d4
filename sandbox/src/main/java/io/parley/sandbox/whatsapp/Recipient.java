package io.parley.sandbox.whatsapp;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// To whom a message goes: a phone number, or a business-scoped id (Meta, business-scoped user ids: where both `to` and
/// `recipient` stand, `to` wins).
///
/// @param id digits, or the business-scoped id
/// @param input as it was written
record Recipient(String id, String input, boolean isPhone) {

    /// Cloud API, phone number formats: plus signs, spaces, hyphens and parentheses are supported.
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ()-]{5,30}");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,15}");

    static Recipient of(JsonNode message) {
        var to = message.path("to").asString("");
        return to.isEmpty()
                ? new Recipient(
                        message.path("recipient").asString(""),
                        message.path("recipient").asString(""),
                        false)
                : new Recipient(to.replaceAll("\\D", ""), to, true);
    }

    static Optional<MetaError> broken(JsonNode message) {
        var recipient = of(message);
        if (recipient.input.isEmpty()) {
            return Optional.of(MetaError.invalidParameter("The parameter to is required."));
        }
        var isValid = recipient.isPhone
                ? PHONE.matcher(recipient.input).matches()
                        && DIGITS.matcher(recipient.id).matches()
                : ScopedId.isOne(recipient.id);
        return Checks.unless(isValid, MetaError.invalidValue("The recipient is not valid."));
    }

    Optional<String> phone() {
        return isPhone ? Optional.of(id) : Optional.empty();
    }

    Optional<String> scopedId() {
        return isPhone ? Optional.empty() : Optional.of(id);
    }
}
