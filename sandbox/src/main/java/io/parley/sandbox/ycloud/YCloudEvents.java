package io.parley.sandbox.ycloud;

import io.parley.sandbox.Account;
import io.parley.sandbox.Json;
import io.parley.sandbox.Provider.Signature;
import io.parley.sandbox.Webhook;
import io.parley.sandbox.World;
import io.parley.sandbox.whatsapp.Chat;
import io.parley.sandbox.whatsapp.Inbound;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What YCloud posts: one event a webhook, in no order (YCloud API reference, webhook events).
final class YCloudEvents {

    /// What its messages cannot say.
    private static final Set<String> UNSUPPORTED = Set.of("edit", "revoke");

    private static final Set<String> MEDIA = Set.of("image", "video", "audio", "document", "sticker");

    private final World world;
    private final Signer signer;
    private final YCloudMedia media;
    private final Suspension suspension;

    /// Makes the headers of a body.
    @FunctionalInterface
    interface Signer {
        Map<String, String> sign(Account account, byte[] body, Signature signature);
    }

    YCloudEvents(World world, Signer signer, YCloudMedia media, Suspension suspension) {
        this.world = world;
        this.signer = signer;
        this.media = media;
        this.suspension = suspension;
    }

    /// What a person has done.
    ///
    /// @param id YCloud's own for it
    /// @return the event's id
    String inbound(String id, Inbound event) {
        var account = event.chat().number().account();
        return event.isEcho()
                ? post(account, "whatsapp.smb.message.echoes", "whatsappMessage", echo(id, event))
                : post(account, "whatsapp.inbound_message.received", "whatsappInboundMessage", message(id, event));
    }

    private ObjectNode message(String id, Inbound event) {
        var number = event.chat().number();
        var message = Json.object().put("id", id).put("wamid", event.wamid()).put("wabaId", number.businessAccount());
        event.phone().ifPresent(phone -> message.put("from", "+" + phone));
        message.put("fromUserId", event.scopedId());
        message.set("customerProfile", profile(event.chat()));
        message.put("to", "+" + number.phone()).put("sendTime", Messages.time(event.at()));
        message.setAll(content(event.content()));
        return message;
    }

    private static ObjectNode profile(Chat chat) {
        var profile = Json.object().put("name", chat.profileName());
        return chat.isPhoneVisible()
                ? profile
                : profile.put("username", "user_" + chat.scopedId().substring(3, 9));
    }

    private ObjectNode content(ObjectNode meta) {
        var content = meta.deepCopy();
        var type = meta.path("type").asString("");
        if (MEDIA.contains(type)) {
            var object = (ObjectNode) content.path(type);
            object.put("link", media.link(object.path("id").asString("")));
        }
        if (content.path("context") instanceof ObjectNode context) {
            context.put("from", "+" + context.path("from").asString(""));
        }
        return UNSUPPORTED.contains(type) ? unsupported(type) : content;
    }

    private static ObjectNode unsupported(String type) {
        var content = Json.object().put("type", "unsupported");
        content.putObject("unsupported").put("type", type);
        content.putArray("errors")
                .addObject()
                .put("code", "131051")
                .put("title", "Message type unknown")
                .put("message", "Message type unknown")
                .putObject("error_data")
                .put("details", "Message type is currently not supported.");
        return content;
    }

    private ObjectNode echo(String id, Inbound event) {
        var number = event.chat().number();
        var echo = Json.object()
                .put("id", id)
                .put("wamid", event.wamid())
                .put("status", "sent")
                .put("from", "+" + number.phone());
        event.phone().ifPresent(phone -> echo.put("to", "+" + phone));
        echo.put("recipientUserId", event.scopedId())
                .put("wabaId", number.businessAccount())
                .put("createTime", Messages.time(event.at()))
                .put("sendTime", Messages.time(event.at()))
                .put("bizType", "whatsapp");
        echo.setAll(content(event.content()));
        return echo;
    }

    /// What has become of a message.
    void updated(Account account, ObjectNode message) {
        var _ = post(account, "whatsapp.message.updated", "whatsappMessage", message);
    }

    private String post(Account account, String type, String field, ObjectNode object) {
        var id = "evt_" + YCloudError.random(16);
        var event = Json.object()
                .put("id", id)
                .put("type", type)
                .put("apiVersion", "v2")
                .put("createTime", Messages.time(world.clock().instant()));
        event.set(field, object);
        var body = Json.bytes(event);
        world.webhooks()
                .post(new Webhook(
                        account,
                        "/webhooks/ycloud/" + account.id(),
                        id,
                        body,
                        attempt -> {
                            suspension.await(account.id());
                            return signer.sign(account, body, Signature.RIGHT);
                        },
                        null,
                        new YCloudRetries(account.id(), suspension),
                        world.clock().instant()));
        return id;
    }
}
