package io.parley.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// The stand-ins' own record of every call made to them: what a checker holds Parley's word against.
public final class Deliveries {

    private final Clock clock;
    private final Ring<Delivery> ring;

    /// @param delivered whether the person has it, whatever the answer was
    private record Delivery(long n, Instant at, Call call, Answer answer, boolean delivered) implements Ring.Numbered {

        ObjectNode toJson() {
            ObjectNode json = Json.object()
                    .put("n", n)
                    .put("at", at.toString())
                    .put("channel", call.channel())
                    .put("person", call.person());
            putIfThere(json, "thread", call.thread());
            json.put("method", call.method())
                    .put("outcome", answer.outcome().name().toLowerCase(Locale.ROOT))
                    .put("status", answer.status());
            putIfThere(json, "code", answer.code());
            putIfThere(json, "message_id", answer.messageId());
            putIfThere(json, "text", call.text());
            putIfThere(json, "opaque", call.opaque());
            return json.put("delivered", delivered);
        }

        private static void putIfThere(ObjectNode json, String field, @org.jspecify.annotations.Nullable String value) {
            if (value != null) {
                json.put(field, value);
            }
        }
    }

    Deliveries(Clock clock, int capacity) {
        this.clock = clock;
        this.ring = new Ring<>(capacity);
    }

    /// Notes a call; for what a provider does later by itself, its own word for it.
    public void add(Call call, Answer answer, boolean delivered) {
        Answer kept = new Answer(
                answer.outcome(),
                answer.status(),
                java.util.Map.of(),
                Json.object(),
                answer.code(),
                answer.messageId(),
                delivered);
        ring.add(n -> new Delivery(n, clock.instant(), call, kept, delivered));
    }

    /// Those after number `after`, oldest first.
    ///
    /// @param channel empty for all
    List<ObjectNode> after(String channel, long after, int limit) {
        return ring
                .after(
                        after,
                        limit,
                        entry -> channel.isEmpty() || entry.call().channel().equals(channel))
                .stream()
                .map(Delivery::toJson)
                .toList();
    }

    void clear() {
        ring.clear();
    }
}
