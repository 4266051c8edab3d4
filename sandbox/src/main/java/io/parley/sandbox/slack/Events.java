package io.parley.sandbox.slack;

import io.parley.sandbox.Account;
import io.parley.sandbox.ControlError;
import io.parley.sandbox.FileStore;
import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Provider;
import io.parley.sandbox.Provider.Written;
import io.parley.sandbox.Samples;
import io.parley.sandbox.Screen;
import io.parley.sandbox.Webhook;
import io.parley.sandbox.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What people do becomes events and clicks (Slack, The Events API; message event; block_actions payload).
final class Events {

    private final World world;
    private final Provider provider;

    Events(World world, Provider provider) {
        this.world = world;
        this.provider = provider;
    }

    private record Act(Account account, Workspace workspace, String person, Screen screen, JsonNode json) {

        String text(String field) {
            return json.path(field).asString("");
        }

        String channel() {
            return Workspace.channel(person);
        }

        String user() {
            return Workspace.user(person, text("user"));
        }

        @Nullable
        String thread() {
            return text("thread").isEmpty() ? null : text("thread");
        }

        Message message() {
            return screen.find(text("message_id")).orElseThrow(() -> new ControlError(404, "there is no such message"));
        }
    }

    Written carryOut(Account account, Workspace workspace, String person, JsonNode json) {
        Act act = new Act(account, workspace, person, world.screens().of(account.id(), person), json);
        return switch (act.text("kind")) {
            case "text" -> text(act);
            case "photo", "voice", "audio", "video", "document" -> file(act);
            case "button" -> button(act);
            case "edit" -> edit(act);
            case "delete" -> delete(act);
            default -> throw ControlError.wrong("a person on Slack cannot do '" + act.text("kind") + "'");
        };
    }

    /// A text that mentions the app gives two events of one post: the message and the mention (Slack, app_mention).
    private Written text(Act act) {
        boolean mentions = act.json().path("mention").asBoolean(false);
        ObjectNode event = begin(act, "message");
        String words = Mrkdwn.escaped(act.text("text"));
        event.put("text", mentions ? "<@" + act.workspace().botUser() + "> " + words : words);
        act.screen()
                .show(Message.draft(event.path("ts").asString(""), Message.From.PERSON, "text", act.text("text"))
                        .in(null, act.thread()));
        String id = post(act, event);
        if (mentions && !Workspace.isDirect(act.channel())) {
            ObjectNode mention = event.deepCopy().put("type", "app_mention");
            mention.remove("channel_type");
            var _ = post(act, mention);
        }
        return new Written(event.path("ts").asString(""), id);
    }

    private Written file(Act act) {
        String kind = act.text("kind");
        FileStore.StoredFile file = world.files()
                .keep(
                        Samples.content(kind, act.json()),
                        Samples.mediaType(kind, act.json()),
                        act.json().path("file_name").asString(null));
        ObjectNode event = begin(act, "message").put("subtype", "file_share");
        event.put("text", Mrkdwn.escaped(act.text("caption")));
        event.putArray("files")
                .addObject()
                .put("id", "F" + file.id().toUpperCase(java.util.Locale.ROOT))
                .put("name", file.name() == null ? kind : file.name())
                .put("mimetype", file.mediaType())
                .put("size", file.content().length)
                .put("url_private", world.url().get() + "/slack/files/" + file.id());
        act.screen()
                .show(Message.draft(event.path("ts").asString(""), Message.From.PERSON, kind, act.text("caption"))
                        .withFile(FileStore.attached(file))
                        .in(null, act.thread()));
        return new Written(event.path("ts").asString(""), post(act, event));
    }

    private Written edit(Act act) {
        Message before = act.message();
        act.screen()
                .change(before.id(), now -> now.withText(act.text("text"), null).asEdited());
        ObjectNode event = hidden(act, "message_changed");
        event.set("message", said(act, before).put("text", Mrkdwn.escaped(act.text("text"))));
        event.set("previous_message", said(act, before));
        return new Written(before.id(), post(act, event));
    }

    private Written delete(Act act) {
        Message before = act.message();
        act.screen().change(before.id(), Message::asDeleted);
        ObjectNode event = hidden(act, "message_deleted").put("deleted_ts", before.id());
        event.set("previous_message", said(act, before));
        return new Written(before.id(), post(act, event));
    }

    private static ObjectNode hidden(Act act, String subtype) {
        ObjectNode event = begin(act, "message").put("subtype", subtype).put("hidden", true);
        event.remove("user");
        return event;
    }

    private static ObjectNode said(Act act, Message message) {
        return Posting.written(act.workspace(), message).put("user", act.user());
    }

    private static ObjectNode begin(Act act, String type) {
        String ts = act.workspace().nextTs();
        ObjectNode event = Json.object()
                .put("type", type)
                .put("channel", act.channel())
                .put("channel_type", Workspace.isDirect(act.channel()) ? "im" : "channel")
                .put("user", act.user())
                .put("ts", ts)
                .put("event_ts", ts);
        return act.thread() == null ? event : event.put("thread_ts", act.thread());
    }

    private String post(Act act, ObjectNode event) {
        String id = "Ev" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        ObjectNode envelope = Json.object()
                .put("type", "event_callback")
                .put("team_id", act.workspace().team())
                .put("api_app_id", act.workspace().app())
                .put("event_id", id)
                .put("event_time", world.clock().instant().getEpochSecond());
        envelope.set("event", event);
        post(act.account(), id, Json.bytes(envelope), SlackRetries.EVENT);
        return id;
    }

    private void post(Account account, String id, byte[] body, SlackRetries retries) {
        world.webhooks()
                .post(new Webhook(
                        account,
                        provider.webhookPath(account),
                        id,
                        body,
                        attempt -> headers(account, body, attempt),
                        null,
                        retries,
                        world.clock().instant()));
    }

    private Map<String, String> headers(Account account, byte[] body, Webhook.Attempt attempt) {
        Map<String, String> headers = new HashMap<>(provider.sign(account, body, Provider.Signature.RIGHT));
        headers.putAll(SlackRetries.headers(attempt));
        return headers;
    }

    /// A click is a form with the JSON in `payload`, signed like an event.
    private Written button(Act act) {
        Message message = act.message();
        Message.Button button = message.buttons().stream()
                .filter(one -> one.id().equals(act.text("button_id")))
                .findFirst()
                .orElseThrow(() -> new ControlError(404, "there is no such button"));
        String ts = act.workspace().nextTs();
        ObjectNode click = Json.object().put("type", "block_actions");
        click.putObject("team").put("id", act.workspace().team());
        click.putObject("user").put("id", act.user());
        click.putObject("channel").put("id", act.channel());
        click.set("message", Posting.written(act.workspace(), message));
        click.put("trigger_id", act.workspace().nextTs());
        click.put("response_url", world.url().get() + "/slack/response/" + message.id());
        ObjectNode action = click.putArray("actions").addObject();
        action.put("type", "button")
                .put("action_id", button.id())
                .put("value", button.id())
                .put("action_ts", ts);
        action.putObject("text").put("type", "plain_text").put("text", button.title());
        String form = "payload=" + URLEncoder.encode(click.toString(), StandardCharsets.UTF_8);
        post(act.account(), ts, form.getBytes(StandardCharsets.UTF_8), SlackRetries.INTERACTION);
        return new Written(message.id(), ts);
    }
}
