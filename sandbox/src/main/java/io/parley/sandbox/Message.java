package io.parley.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A message on a person's screen.
///
/// @param n its place on the screen, from 1
/// @param change a number that grows with each change of the screen
/// @param id the provider's
/// @param formatted HTML, made by [SafeHtml]; null where the text is plain
/// @param file what it carries
public record Message(
        long n,
        long change,
        String id,
        From from,
        String kind,
        String text,
        @Nullable String formatted,
        @Nullable Attached file,
        List<Button> buttons,
        Status status,
        @Nullable String replyTo,
        @Nullable String thread,
        @Nullable String reaction,
        boolean edited,
        boolean deleted,
        Instant at) {

    /// Who has written it.
    public enum From {
        PERSON,
        AGENT,
        STAFF
    }

    /// How far it has come.
    public enum Status {
        SENT,
        DELIVERED,
        READ
    }

    /// A button that can be pressed.
    ///
    /// @param url what it opens; null for one that answers
    public record Button(String id, String title, @Nullable String url) {}

    /// A picture, a voice, a file.
    ///
    /// @param url where a browser finds it
    public record Attached(
            String url, String mediaType, @Nullable String name) {}

    public Message {
        buttons = List.copyOf(buttons);
    }

    /// A message that is not on the screen yet.
    public static Message draft(String id, From from, String kind, String text) {
        return new Message(
                0,
                0,
                id,
                from,
                kind,
                text,
                null,
                null,
                List.of(),
                Status.SENT,
                null,
                null,
                null,
                false,
                false,
                Instant.EPOCH);
    }

    Message placed(long place, long newChange, Instant when) {
        return new Message(
                place, newChange, id, from, kind, text, formatted, file, buttons, status, replyTo, thread, reaction,
                edited, deleted, when);
    }

    /// The same with the provider's id.
    public Message withId(String newId) {
        return new Message(
                n, change, newId, from, kind, text, formatted, file, buttons, status, replyTo, thread, reaction, edited,
                deleted, at);
    }

    public Message withStatus(Status now) {
        return new Message(
                n, change, id, from, kind, text, formatted, file, buttons, now, replyTo, thread, reaction, edited,
                deleted, at);
    }

    public Message withText(String newText, @Nullable String newFormatted) {
        return new Message(
                n,
                change,
                id,
                from,
                kind,
                newText,
                newFormatted,
                file,
                buttons,
                status,
                replyTo,
                thread,
                reaction,
                edited,
                deleted,
                at);
    }

    public Message withFile(@Nullable Attached attached) {
        return new Message(
                n, change, id, from, kind, text, formatted, attached, buttons, status, replyTo, thread, reaction,
                edited, deleted, at);
    }

    public Message withButtons(List<Button> some) {
        return new Message(
                n, change, id, from, kind, text, formatted, file, some, status, replyTo, thread, reaction, edited,
                deleted, at);
    }

    /// The same as an answer, or in a thread.
    ///
    /// @param message the id of the message that it answers; null for none
    /// @param inThread topic or thread; null for none
    public Message in(@Nullable String message, @Nullable String inThread) {
        return new Message(
                n, change, id, from, kind, text, formatted, file, buttons, status, message, inThread, reaction, edited,
                deleted, at);
    }

    public Message withReaction(@Nullable String emoji) {
        return new Message(
                n, change, id, from, kind, text, formatted, file, buttons, status, replyTo, thread, emoji, edited,
                deleted, at);
    }

    public Message asEdited() {
        return new Message(
                n, change, id, from, kind, text, formatted, file, buttons, status, replyTo, thread, reaction, true,
                deleted, at);
    }

    /// It stays on the screen, empty.
    public Message asDeleted() {
        return new Message(
                n, change, id, from, kind, "", null, null, List.of(), status, replyTo, thread, reaction, edited, true,
                at);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("n", n)
                .put("change", change)
                .put("message_id", id)
                .put("from", from.name().toLowerCase(Locale.ROOT))
                .put("kind", kind)
                .put("text", text);
        put(json, "formatted", formatted);
        if (file != null) {
            if (file.mediaType().startsWith("image/")) {
                json.put("image", file.url());
            }
            ObjectNode attached = json.putObject("file").put("url", file.url()).put("media_type", file.mediaType());
            put(attached, "name", file.name());
        }
        var list = json.putArray("buttons");
        buttons.forEach(button ->
                put(list.addObject().put("id", button.id()).put("title", button.title()), "url", button.url()));
        json.put("status", status.name().toLowerCase(Locale.ROOT));
        put(json, "reply_to", replyTo);
        put(json, "thread", thread);
        put(json, "reaction", reaction);
        return json.put("edited", edited).put("deleted", deleted).put("at", at.toString());
    }

    private static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
