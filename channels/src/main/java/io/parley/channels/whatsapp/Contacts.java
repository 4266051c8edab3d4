package io.parley.channels.whatsapp;

import io.parley.channels.Person;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The `contacts` of a webhook. They belong to its messages by id, not by place (Meta, business-scoped user ids).
record Contacts(List<JsonNode> all) {

    static Contacts of(JsonNode value) {
        return new Contacts(value.path("contacts").valueStream().toList());
    }

    /// Who has one of these ids, business-scoped id and phone number, either of which may be missing.
    ///
    /// @return empty where neither stands there
    Optional<Person> person(JsonNode userId, JsonNode phone) {
        var contact = matching(userId, phone);
        var bothIds = Texts.distinct(
                userId.isMissingNode() ? contact.path("user_id") : userId,
                phone.isMissingNode() ? contact.path("wa_id") : phone);
        return People.of(bothIds);
    }

    /// How that person calls themself.
    @Nullable
    String name(JsonNode userId, JsonNode phone) {
        var profile = matching(userId, phone).path("profile");
        return Texts.of(profile.path("name"))
                .or(() -> Texts.of(profile.path("username")))
                .orElse(null);
    }

    private JsonNode matching(JsonNode userId, JsonNode phone) {
        return all.stream()
                .filter(contact -> isSame(contact.path("user_id"), userId) || isSame(contact.path("wa_id"), phone))
                .findFirst()
                .orElseGet(() -> onlyOne(userId, phone));
    }

    /// A message that names nobody can only be from the one who stands there.
    private JsonNode onlyOne(JsonNode userId, JsonNode phone) {
        boolean named = Texts.of(userId).isPresent() || Texts.of(phone).isPresent();
        return !named && all.size() == 1 ? all.getFirst() : MissingNode.getInstance();
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return Texts.of(one).isPresent() && Texts.of(one).equals(Texts.of(other));
    }
}
