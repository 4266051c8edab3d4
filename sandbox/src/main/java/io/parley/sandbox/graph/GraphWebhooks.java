package io.parley.sandbox.graph;

import io.parley.sandbox.Account;
import io.parley.sandbox.Json;
import io.parley.sandbox.Provider.Signature;
import io.parley.sandbox.Webhook;
import io.parley.sandbox.World;
import io.parley.sandbox.graph.Batch.Item;
import io.parley.sandbox.whatsapp.Chat;
import io.parley.sandbox.whatsapp.Inbound;
import io.parley.sandbox.whatsapp.Outbound;
import io.parley.sandbox.whatsapp.Outbound.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What Meta posts. Everything that comes up within a moment goes as one POST, whole or not at all; nothing is ordered
/// (Cloud API, webhooks).
final class GraphWebhooks {

    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final int LARGEST_BATCH = 25;
    private static final GraphRetries RETRIES = new GraphRetries();

    private final World world;
    private final Signer signer;
    private final Map<String, List<Item>> waiting = new ConcurrentHashMap<>();

    /// Makes the headers of a body.
    @FunctionalInterface
    interface Signer {
        Map<String, String> sign(Account account, byte[] body, Signature signature);
    }

    GraphWebhooks(World world, Signer signer) {
        this.world = world;
        this.signer = signer;
    }

    /// What people have done; all of it goes together.
    void inbound(List<Inbound> events) {
        add(
                events.getFirst().chat().number().account(),
                events.stream().map(GraphWebhooks::item).toList());
    }

    private static Item item(Inbound event) {
        var number = event.chat().number();
        var node = Json.object();
        if (event.isEcho()) {
            node.put("from", number.phone());
            event.phone().ifPresent(phone -> node.put("to", phone));
            node.put("to_user_id", event.scopedId());
        } else {
            event.phone().ifPresent(phone -> node.put("from", phone));
            node.put("from_user_id", event.scopedId());
        }
        node.put("id", event.wamid()).put("timestamp", String.valueOf(event.at().getEpochSecond()));
        node.setAll(event.content());
        // Cloud API, system messages webhook: unlike the others it has no contacts.
        var isSystem = event.content().path("type").asString("").equals("system");
        var contact = isSystem ? null : contact(event.chat(), event.phone());
        return event.isEcho()
                ? new Item(event.wamid(), "smb_message_echoes", "message_echoes", contact, node)
                : new Item(event.wamid(), "messages", "messages", contact, node);
    }

    /// A profile has a username only where the number is hidden behind it (Meta, business-scoped user ids).
    private static ObjectNode contact(Chat chat, Optional<String> phone) {
        var contact = Json.object();
        var profile = contact.putObject("profile").put("name", chat.profileName());
        phone.ifPresentOrElse(
                number -> contact.put("wa_id", number),
                () -> profile.put("username", "user_" + chat.scopedId().substring(3, 9)));
        return contact.put("user_id", chat.scopedId());
    }

    /// What has become of a message (Cloud API, status messages webhook).
    void status(Outbound message, String status) {
        var node = Json.object()
                .put("id", message.wamid())
                .put("status", status)
                .put("timestamp", String.valueOf(world.clock().instant().getEpochSecond()));
        var phone = message.phone().or(() -> message.chat().flatMap(Chat::visiblePhone));
        phone.ifPresent(number -> node.put("recipient_id", number));
        message.scopedId().ifPresent(id -> node.put("recipient_user_id", id));
        Optional.ofNullable(message.message().path("biz_opaque_callback_data").asString(null))
                .ifPresent(opaque -> node.put("biz_opaque_callback_data", opaque));
        if (message.fate() instanceof Fate.Failed(var error)) {
            node.putArray("errors").add(error.toStatusError());
        } else {
            node.putObject("pricing")
                    .put("billable", false)
                    .put("pricing_model", "PMP")
                    .put("type", "free_customer_service")
                    .put("category", "service");
        }
        // A failed status has no contacts.
        var contact = status.equals("failed")
                ? Optional.<ObjectNode>empty()
                : message.chat().map(chat -> contact(chat, phone));
        var item = new Item(message.wamid() + ":" + status, "messages", "statuses", contact.orElse(null), node);
        add(message.number().account(), List.of(item));
    }

    private void add(Account account, List<Item> items) {
        waiting.compute(account.id(), (same, before) -> {
            var all = before == null ? new ArrayList<Item>() : before;
            all.addAll(items);
            if (before == null) {
                Thread.ofVirtual().name("graph-webhook-", 0).start(() -> postSoon(account));
            }
            return all;
        });
    }

    private void postSoon(Account account) {
        LockSupport.parkNanos(MOMENT.toNanos());
        @Nullable List<Item> items = waiting.remove(account.id());
        for (int from = 0; items != null && from < items.size(); from += LARGEST_BATCH) {
            post(account, items.subList(from, Math.min(from + LARGEST_BATCH, items.size())));
        }
    }

    private void post(Account account, List<Item> items) {
        var escapes = EscapedJson.valueOf(world.settings().escapes().toUpperCase(Locale.ROOT));
        var body = escapes.bytes(new Batch(
                        GraphStandIn.number(account),
                        account.text("phone-number-id").orElse(""))
                .body(items, world.settings().shuffleWebhooks()));
        world.webhooks()
                .post(new Webhook(
                        account,
                        "/webhooks/whatsapp/" + account.id(),
                        items.stream().map(Item::id).collect(Collectors.joining(",")),
                        body,
                        attempt -> signer.sign(account, body, Signature.RIGHT),
                        null,
                        RETRIES,
                        world.clock().instant()));
    }
}
