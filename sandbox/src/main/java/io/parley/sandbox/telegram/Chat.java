package io.parley.sandbox.telegram;

import io.parley.sandbox.Json;
import io.parley.sandbox.Screen;
import tools.jackson.databind.node.ObjectNode;

/// A chat, as its id tells: people have positive ids, basic groups negative ones, supergroups those that begin with
/// -100
/// (Telegram Bot API, Chat).
record Chat(long id, Screen screen) {

    private static final long SUPERGROUPS_BELOW = -1_000_000_000_000L;

    boolean isPrivate() {
        return id > 0;
    }

    boolean isSupergroup() {
        return id < SUPERGROUPS_BELOW;
    }

    boolean isForum() {
        return isSupergroup() && screen.is("forum", false);
    }

    String type() {
        return isPrivate() ? "private" : isSupergroup() ? "supergroup" : "group";
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("id", id).put("type", type());
        if (isPrivate()) {
            return json.put("first_name", screen.name());
        }
        json.put("title", screen.state("title").orElse(screen.name()));
        return isForum() ? json.put("is_forum", true) : json;
    }
}
