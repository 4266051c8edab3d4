package io.parley.channels.whatsapp;

import io.parley.channels.Person;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What ids of WhatsApp are: phone numbers, business-scoped user ids (since April 2026), groups.
public final class People {

    /// Meta, business-scoped user ids: `US.13491208655302741918`, of a parent portfolio `US.ENT.…`.
    private static final Pattern BUSINESS_SCOPED = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");

    private static final Pattern PHONE = Pattern.compile("\\+?\\d{4,20}");

    private People() {}

    public static boolean isBusinessScoped(String externalId) {
        return BUSINESS_SCOPED.matcher(externalId).matches();
    }

    /// Whether it is neither a phone number nor a person's id.
    public static boolean isGroup(String externalId) {
        return !isBusinessScoped(externalId) && !PHONE.matcher(externalId).matches();
    }

    /// The person with these ids; who is known by phone number only may turn out to have a business-scoped id.
    ///
    /// @param ids the business-scoped one first
    /// @return empty where there is none
    public static Optional<Person> of(List<String> ids) {
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        var only = ids.getFirst();
        return Optional.of(
                ids.size() == 1 && PHONE.matcher(only).matches() ? Person.ofSecondary(only) : new Person(ids, null));
    }
}
