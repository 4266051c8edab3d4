package io.parley.channels.whatsapp;

import io.parley.channels.Event;
import io.parley.channels.Person;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Changes of a person's ids: a new phone number, and with it a new business-scoped user id. Only fields count: the
/// words of a system message name ids, too, but behind a name that the person has chosen.
final class Moves {

    private Moves() {}

    /// Of a message of type `system`.
    static List<Event> ofSystem(InboundMessage message) {
        var system = message.json().path("system");
        var type = system.path("type").asString("");
        if (type.endsWith("identity_changed")) {
            return List.of();
        }
        if (!type.equals("user_changed_number") && !type.equals("user_changed_user_id")) {
            return List.of(InboundMessage.unknown("system", type));
        }
        var now = type.equals("user_changed_number")
                ? Texts.distinct(system.path("new_wa_id"), system.path("wa_id"), system.path("user_id"))
                : Texts.distinct(system.path("user_id"));
        var before = new ArrayList<>(message.person().ids());
        before.addAll(0, Texts.distinct(system.path("previous_user_id")));
        before.removeAll(now);
        return moves(before, now, message.id(), message, type);
    }

    /// Of the webhook field `user_id_update`, which has no id of its own.
    static List<Event> ofUpdate(JsonNode update) {
        var previous = Texts.distinct(update.path("user_id").path("previous"));
        var current = Texts.distinct(update.path("user_id").path("current"));
        if (previous.isEmpty() || current.isEmpty() || previous.equals(current)) {
            return List.of(InboundMessage.unknown("field", "user_id_update"));
        }
        return List.of(new Event.Moved(
                new Person(previous, null),
                current.getFirst(),
                "user_id_update " + previous.getFirst() + " " + current.getFirst(),
                Texts.seconds(update.path("timestamp")),
                "user-id-changed"));
    }

    private static List<Event> moves(
            List<String> before, List<String> now, String id, InboundMessage message, String type) {
        var person = People.of(before.stream().distinct().toList());
        if (person.isEmpty() || now.isEmpty()) {
            return List.of(InboundMessage.unknown("system", type));
        }
        var reason = type.equals("user_changed_number") ? "number-changed" : "user-id-changed";
        return now.stream()
                .<Event>map(other -> new Event.Moved(person.get(), other, id + " " + other, message.at(), reason))
                .toList();
    }
}
