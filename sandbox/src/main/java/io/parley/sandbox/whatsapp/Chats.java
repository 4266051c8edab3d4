package io.parley.sandbox.whatsapp;

import io.parley.sandbox.Screen;
import io.parley.sandbox.Screens;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The chats, found as a business finds them: by phone number or by business-scoped id.
final class Chats {

    private static final int REMEMBERED = 200_000;

    private final Screens screens;
    private final Map<Screen, Chat> chats = new ConcurrentHashMap<>();
    private final Map<String, Chat> scopedIds = new ConcurrentHashMap<>();
    private final Map<String, Chat> received = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Chat> eldest) {
            return size() > REMEMBERED;
        }
    };

    Chats(Screens screens) {
        this.screens = screens;
    }

    /// The chat of a person of the control API, new where there is none.
    Chat of(BusinessNumber number, String person) {
        return of(number, screens.of(number.channel(), person));
    }

    private Chat of(BusinessNumber number, Screen screen) {
        var chat = chats.computeIfAbsent(screen, same -> new Chat(number, screen));
        scopedIds.put(number.channel() + " " + chat.scopedId(), chat);
        return chat;
    }

    /// The chat with the person who has this number now, if there is one on WhatsApp.
    Optional<Chat> byPhone(BusinessNumber number, String digits) {
        return screens.find(number.channel(), number.person(digits))
                .map(screen -> of(number, screen))
                .filter(chat -> chat.phone().filter(digits::equals).isPresent());
    }

    /// The chat with the person who has this business-scoped id now.
    Optional<Chat> byScopedId(BusinessNumber number, String id) {
        return screens.find(number.channel(), id)
                .map(screen -> of(number, screen))
                .or(() -> Optional.ofNullable(scopedIds.get(number.channel() + " " + id)))
                .filter(chat -> chat.scopedId().equals(id));
    }

    /// The person has written this message.
    void receive(Chat chat, String wamid) {
        synchronized (received) {
            received.put(wamid, chat);
        }
    }

    /// The chat in which the person has written this message.
    Optional<Chat> byReceived(BusinessNumber number, String wamid) {
        synchronized (received) {
            return Optional.ofNullable(received.get(wamid))
                    .filter(chat -> chat.number().channel().equals(number.channel()));
        }
    }

    /// The number under which the person was known until now, if they have another one since; the new one leads to the
    /// same chat.
    Optional<String> moved(Chat chat) {
        var before = chat.move();
        if (before.isPresent()) {
            chat.phone()
                    .map(chat.number()::person)
                    .ifPresent(now ->
                            screens.alias(chat.number().channel(), chat.screen().person(), now));
            scopedIds.put(chat.number().channel() + " " + chat.scopedId(), chat);
        }
        return before;
    }

    void forget() {
        chats.clear();
        synchronized (received) {
            received.clear();
        }
        scopedIds.clear();
    }
}
