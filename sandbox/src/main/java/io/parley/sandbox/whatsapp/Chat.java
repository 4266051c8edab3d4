package io.parley.sandbox.whatsapp;

import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What WhatsApp knows of one person and one business number. All its methods may be called at once.
public final class Chat {

    /// Cloud API, "customer service windows".
    private static final Duration WINDOW = Duration.ofHours(24);

    private static final int REMEMBERED = 500;

    private final BusinessNumber number;
    private final Screen screen;
    private final Map<String, JsonNode> sent = latest();
    private final Map<String, Instant> received = latest();
    private @Nullable Instant lastReceived;
    private Optional<String> knownPhone;

    Chat(BusinessNumber number, Screen screen) {
        this.number = number;
        this.screen = screen;
        this.knownPhone = phone();
    }

    private static <T> Map<String, T> latest() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    public BusinessNumber number() {
        return number;
    }

    public Screen screen() {
        return screen;
    }

    /// The person's number now, in digits; empty for one who is known by a business-scoped id only.
    public Optional<String> phone() {
        var id = screen.state("moved_to").orElse(screen.person());
        return ScopedId.isOne(id) ? Optional.empty() : Optional.of(id.replaceAll("\\D", ""));
    }

    /// Whether the business may see the person's number: not that of one with a username whom it does not know (Meta,
    /// business-scoped user ids).
    public boolean isPhoneVisible() {
        return !screen.is("phone_hidden", false);
    }

    /// The person's number, where the business may see it.
    public Optional<String> visiblePhone() {
        return isPhoneVisible() ? phone() : Optional.empty();
    }

    /// The person's profile name; one that was never given does not show the number.
    public String profileName() {
        var name = screen.name();
        return name.equals(screen.person()) && !isPhoneVisible() ? "Someone" : name;
    }

    /// The person's business-scoped id now.
    public String scopedId() {
        return phone().map(this::scopedId).orElse(screen.person());
    }

    /// The one that belongs to a phone number.
    public String scopedId(String phone) {
        return ScopedId.of(number.account().tenant(), phone);
    }

    /// The number that was valid until now, if there is another one since this was asked last.
    synchronized Optional<String> move() {
        var before = knownPhone;
        knownPhone = phone();
        return before.equals(knownPhone) ? Optional.empty() : before;
    }

    /// Whether the business may write freely: within 24 hours of what the person last wrote, or as the state says.
    synchronized boolean isOpen(Instant now) {
        var within = lastReceived != null && now.isBefore(lastReceived.plus(WINDOW));
        return screen.is("window_open", within);
    }

    synchronized void receive(String wamid, Instant now) {
        lastReceived = now;
        received.put(wamid, now);
        if (!screen.is("window_open", true)) {
            screen.change(Json.object().putNull("window_open")); // writing opens it again
        }
    }

    synchronized void send(String wamid, JsonNode message) {
        sent.put(wamid, message);
    }

    /// What the business has sent under this id.
    public synchronized Optional<JsonNode> sent(String wamid) {
        return Optional.ofNullable(sent.get(wamid));
    }

    /// The person's messages up to this one become read.
    void readUpTo(String wamid) {
        List<String> earlier = new ArrayList<>();
        synchronized (this) {
            for (var id : received.keySet()) {
                earlier.add(id);
                if (id.equals(wamid)) {
                    break;
                }
            }
        }
        for (var id : earlier.reversed()) {
            if (screen.find(id)
                    .filter(message -> message.status() == Message.Status.READ)
                    .isPresent()) {
                break;
            }
            screen.change(id, message -> message.withStatus(Message.Status.READ));
        }
    }
}
