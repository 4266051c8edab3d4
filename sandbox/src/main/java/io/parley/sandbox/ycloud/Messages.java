package io.parley.sandbox.ycloud;

import io.parley.sandbox.Json;
import io.parley.sandbox.whatsapp.BusinessNumber;
import io.parley.sandbox.whatsapp.MetaError;
import io.parley.sandbox.whatsapp.Outbound;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The messages that went out, as YCloud keeps them (YCloud API reference, WhatsappMessage).
final class Messages {

    private static final int REMEMBERED = 20_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Map<String, ObjectNode> byId = latest();
    private final Map<String, ObjectNode> byWamid = latest();

    Messages(Clock clock) {
        this.clock = clock;
    }

    private static Map<String, ObjectNode> latest() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /// An id as YCloud's: 24 hexadecimal digits.
    static String id() {
        var bytes = new byte[12];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Keeps what was sent, as accepted.
    synchronized ObjectNode accept(BusinessNumber number, JsonNode sent) {
        var type = sent.path("type").asString("");
        var message = Json.object()
                .put("id", id())
                .put("wabaId", number.businessAccount())
                .put("from", "+" + number.phone());
        copy(sent, message, "to");
        if (!sent.has("to")) {
            copy(sent, message, "recipient");
        }
        message.put("type", type);
        copy(sent, message, type);
        copy(sent, message, "context");
        copy(sent, message, "externalId");
        message.put("status", "accepted")
                .put("createTime", time(clock.instant()))
                .put("totalPrice", 0)
                .put("currency", "USD")
                .put("bizType", "whatsapp");
        byId.put(message.path("id").asString(""), message);
        return message.deepCopy();
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.path(field));
        }
    }

    /// WhatsApp has taken it.
    synchronized void take(String id, String wamid) {
        var message = byId.get(id);
        if (message != null) {
            byWamid.put(wamid, message.put("wamid", wamid));
        }
    }

    /// WhatsApp has refused it.
    synchronized Optional<ObjectNode> refuse(String id, MetaError error) {
        return Optional.ofNullable(byId.get(id)).map(message -> failed(message, error));
    }

    /// What has become of it.
    synchronized Optional<ObjectNode> change(Outbound sent, String status) {
        var message = byWamid.get(sent.wamid());
        if (message == null) {
            return Optional.empty();
        }
        if (sent.fate() instanceof Outbound.Fate.Failed(var error)) {
            return Optional.of(failed(message, error));
        }
        sent.scopedId().ifPresent(id -> message.put("recipientUserId", id).put("toUserId", id));
        message.put("status", status)
                .put(
                        switch (status) {
                            case "sent" -> "sendTime";
                            case "delivered" -> "deliverTime";
                            default -> "readTime";
                        },
                        time(clock.instant()))
                .put("pricingCategory", "service")
                .put("pricingModel", "PMP")
                .put("pricingType", "free_customer_service");
        return Optional.of(updated(message));
    }

    private ObjectNode failed(ObjectNode message, MetaError error) {
        message.put("status", "failed")
                .put("errorCode", String.valueOf(error.code()))
                .put("errorMessage", error.message())
                .set("whatsappApiError", YCloudError.meta(error));
        return updated(message);
    }

    private ObjectNode updated(ObjectNode message) {
        return message.put("updateTime", time(clock.instant())).deepCopy();
    }

    synchronized Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(ObjectNode::deepCopy);
    }

    synchronized void forget() {
        byId.clear();
        byWamid.clear();
    }
}
