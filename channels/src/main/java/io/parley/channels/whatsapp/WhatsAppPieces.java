package io.parley.channels.whatsapp;

import io.parley.channels.Addressee;
import io.parley.channels.Event;
import io.parley.channels.Markup;
import io.parley.channels.Picture;
import io.parley.channels.Piece;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Button;
import io.parley.schemas.avro.EntryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an entry becomes on WhatsApp: as few messages as it needs, since each may be billed. Limits from Meta's Cloud
/// API, messages. The bodies have neither sender nor addressee, so that a reseller's API takes them as they are.
public final class WhatsAppPieces {

    /// Method of an entry's first message: the one that a template may stand in for.
    static final String FIRST = "first";

    static final String NEXT = "next";

    /// Method of a message that goes to the phone number, though the person is known by a business-scoped id.
    public static final String BY_PHONE = "by-phone";

    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_CAPTION = 1024;

    /// Formats that Meta does not take as a picture (it takes JPEG and PNG), though it answers 200 and fails later.
    private static final Set<String> NO_PICTURES =
            Set.of("gif", "webp", "svg", "bmp", "tif", "tiff", "avif", "heic", "ico");

    private static final WhatsAppStyle STYLE = new WhatsAppStyle();

    private WhatsAppPieces() {}

    /// The messages, in order.
    public static List<Piece> of(AgentReply entry, Addressee to) {
        if (entry.getAuthor() == Author.USER || entry.getKind() == EntryKind.RETRACT) {
            return List.of();
        }
        boolean group = People.isGroup(to.externalId());
        var bodies = bodies(entry, group);
        if (group && !bodies.isEmpty()) {
            to.attribute(Event.MESSAGE_ID)
                    .ifPresent(id -> bodies.getFirst().putObject("context").put("message_id", id));
        }
        return IntStream.rangeClosed(1, bodies.size())
                .mapToObj(number -> new Piece(
                        to.client() + " " + entry.getReplyId() + " " + number,
                        entry.getReplyId(),
                        number,
                        number == 1 && entry.getPart() <= 1 ? FIRST : NEXT,
                        bodies.get(number - 1)))
                .toList();
    }

    private static List<ObjectNode> bodies(AgentReply entry, boolean group) {
        var buttons = entry.getButtons();
        boolean choices = !group && Choices.canBe(buttons);
        var picture = entry.getImageUrl().filter(WhatsAppPieces::isOfUse);
        var shown = picture.filter(WhatsAppPieces::isPicture);
        if (choices) {
            return withChoices(words(entry, LONGEST_CAPTION), buttons, shown, picture.filter(url -> shown.isEmpty()));
        }
        var texts = new ArrayList<>(words(entry, LONGEST_TEXT));
        if (!buttons.isEmpty()) {
            append(texts, "\n\n", numbered(buttons));
        }
        if (shown.isEmpty()) {
            picture.ifPresent(url -> append(texts, "\n", url));
            return texts(texts);
        }
        return withPicture(shown.get(), texts);
    }

    private static List<ObjectNode> withPicture(String url, List<String> texts) {
        var bodies = new ArrayList<ObjectNode>();
        boolean caption = texts.size() == 1 && Markup.codePoints(texts.getFirst()) <= LONGEST_CAPTION;
        bodies.add(picture(url, caption ? texts.getFirst() : ""));
        if (!caption) {
            bodies.addAll(texts(texts));
        }
        return bodies;
    }

    private static List<ObjectNode> withChoices(
            List<String> cuts, List<Button> buttons, Optional<String> picture, Optional<String> link) {
        var texts = new ArrayList<>(cuts);
        link.ifPresent(url -> texts.add(Math.max(0, texts.size() - 1), url));
        var last = texts.isEmpty() ? Choices.NO_WORDS : texts.removeLast();
        var choices = Choices.body(last, buttons);
        var bodies = new ArrayList<ObjectNode>();
        if (picture.isPresent() && !Choices.showPicture(choices, picture.get())) {
            bodies.add(picture(picture.get(), ""));
        }
        bodies.addAll(texts(joined(texts)));
        bodies.add(choices);
        return bodies;
    }

    private static List<String> words(AgentReply entry, int longest) {
        return Markup.render(entry, STYLE, longest, Markup::codePoints);
    }

    private static List<String> joined(List<String> texts) {
        var all = new ArrayList<String>();
        texts.forEach(text -> append(all, "\n\n", text));
        return all;
    }

    /// Puts it behind the last text, where there is room.
    private static void append(List<String> texts, String between, String more) {
        if (!texts.isEmpty() && Markup.codePoints(texts.getLast() + between + more) <= LONGEST_TEXT) {
            texts.set(texts.size() - 1, texts.getLast() + between + more);
        } else {
            texts.addAll(Markup.cut(more, LONGEST_TEXT));
        }
    }

    private static String numbered(List<Button> buttons) {
        return String.join(
                "\n",
                IntStream.rangeClosed(1, buttons.size())
                        .mapToObj(number ->
                                number + ". " + buttons.get(number - 1).getTitle())
                        .toList());
    }

    /// A picture without an address that WhatsApp does not show can't be linked to either.
    private static boolean isOfUse(String url) {
        return !url.isBlank() && (!url.startsWith("data:") || isPicture(url));
    }

    private static boolean isPicture(String url) {
        var path = url.replaceAll("[?#].*", "");
        var end = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return url.startsWith("data:") ? Picture.parse(url).isPresent() : !NO_PICTURES.contains(end);
    }

    private static List<ObjectNode> texts(List<String> texts) {
        return texts.stream().map(WhatsAppPieces::text).toList();
    }

    static ObjectNode text(String words) {
        var body = JsonNodeFactory.instance.objectNode().put("type", "text");
        body.putObject("text").put("body", words).put("preview_url", words.contains("http"));
        return body;
    }

    private static ObjectNode picture(String url, String caption) {
        var body = JsonNodeFactory.instance.objectNode().put("type", "image");
        var image = body.putObject("image").put("link", url);
        if (!caption.isEmpty()) {
            image.put("caption", caption);
        }
        return body;
    }
}
