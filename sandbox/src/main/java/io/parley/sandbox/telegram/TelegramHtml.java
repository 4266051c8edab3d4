package io.parley.sandbox.telegram;

import io.parley.sandbox.Json;
import io.parley.sandbox.SafeHtml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Text in Telegram's HTML (Telegram Bot API, HTML style), parsed as strictly as tdlib/td does it in MessageEntity.cpp,
/// function do_parse_html: its tags, its attributes, its messages with byte offsets.
final class TelegramHtml {

    private static final Set<String> TAGS = Set.of(
            "a",
            "b",
            "strong",
            "i",
            "em",
            "s",
            "strike",
            "del",
            "u",
            "ins",
            "tg-spoiler",
            "tg-emoji",
            "tg-time",
            "span",
            "pre",
            "code",
            "blockquote");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("a", "text_link"),
            Map.entry("b", "bold"),
            Map.entry("strong", "bold"),
            Map.entry("i", "italic"),
            Map.entry("em", "italic"),
            Map.entry("u", "underline"),
            Map.entry("ins", "underline"),
            Map.entry("s", "strikethrough"),
            Map.entry("strike", "strikethrough"),
            Map.entry("del", "strikethrough"),
            Map.entry("span", "spoiler"),
            Map.entry("tg-spoiler", "spoiler"),
            Map.entry("code", "code"),
            Map.entry("pre", "pre"),
            Map.entry("blockquote", "blockquote"));
    private static final Map<String, SafeHtml.Tag> SHOWN = Map.of(
            "bold", SafeHtml.Tag.B,
            "italic", SafeHtml.Tag.I,
            "underline", SafeHtml.Tag.U,
            "strikethrough", SafeHtml.Tag.S,
            "spoiler", SafeHtml.Tag.SPOILER,
            "code", SafeHtml.Tag.CODE,
            "pre", SafeHtml.Tag.PRE,
            "blockquote", SafeHtml.Tag.BLOCKQUOTE);
    private static final Map<String, String> NAMED = Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"");

    private final byte[] in;
    private final StringBuilder text = new StringBuilder();
    private final SafeHtml html = new SafeHtml();
    private final ArrayNode entities = Json.array();
    private final Deque<Open> open = new ArrayDeque<>();
    private int at;

    private record Open(String tag, String argument, int offset) {}

    /// Text without tags, its entities with offsets in UTF-16 code units, and the text for a screen.
    record Formatted(
            String text, ArrayNode entities, @Nullable String html) {

        static Formatted plain(String text) {
            return new Formatted(text, Json.array(), null);
        }
    }

    private TelegramHtml(String text) {
        this.in = text.getBytes(StandardCharsets.UTF_8);
    }

    /// Parses a text.
    ///
    /// @throws TelegramError 400 `can't parse entities`
    static Formatted parse(String text) {
        return new TelegramHtml(text).parse();
    }

    private Formatted parse() {
        while (at < in.length) {
            switch (in[at]) {
                case '&' -> add(entity());
                case '<' -> {
                    if (peek(1) == '/') {
                        endTag();
                    } else {
                        startTag();
                    }
                }
                default -> add(character());
            }
        }
        if (!open.isEmpty()) {
            throw wrong("Can't find end tag corresponding to start tag \""
                    + open.peek().tag() + "\"");
        }
        return new Formatted(text.toString(), entities, html.html());
    }

    private void add(String characters) {
        text.append(characters);
        html.text(characters);
    }

    private String character() {
        int start = at++;
        while (at < in.length && (in[at] & 0xC0) == 0x80) {
            at++;
        }
        return new String(in, start, at - start, StandardCharsets.UTF_8);
    }

    /// A character reference, or the `&` as it is where there is none.
    private String entity() {
        int end = at + 1;
        while (end < in.length && (Character.isLetterOrDigit(in[end]) || in[end] == '#')) {
            end++;
        }
        String name = new String(in, at + 1, end - at - 1, StandardCharsets.UTF_8);
        String character = name.startsWith("#") ? numeric(name.substring(1)) : NAMED.getOrDefault(name, "");
        if (character.isEmpty()) {
            at++;
            return "&";
        }
        at = end < in.length && in[end] == ';' ? end + 1 : end;
        return character;
    }

    private static String numeric(String number) {
        boolean hexadecimal = number.startsWith("x");
        String digits = hexadecimal ? number.substring(1) : number;
        if (!digits.matches(hexadecimal ? "[0-9a-fA-F]{1,6}" : "[0-9]{1,7}")) {
            return "";
        }
        int code = Integer.parseInt(digits, hexadecimal ? 16 : 10);
        return code > 0 && code <= Character.MAX_CODE_POINT ? Character.toString(code) : "";
    }

    private void startTag() {
        int begin = at++;
        int nameStart = at;
        while (!isSpace(peek(0)) && peek(0) != '>') {
            at++;
        }
        if (at >= in.length) {
            throw wrong("Unclosed start tag at byte offset " + begin);
        }
        String tag = slice(nameStart, at).toLowerCase(Locale.ROOT);
        if (!TAGS.contains(tag)) {
            throw wrong("Unsupported start tag \"" + tag + "\" at byte offset " + begin);
        }
        String argument = attributes(tag, begin);
        if (tag.equals("span") && !argument.equals("spoiler")) {
            throw wrong("Tag \"span\" must have class \"tg-spoiler\" at byte offset " + begin);
        }
        at++;
        open.push(new Open(tag, argument, text.length()));
        show(tag, argument);
    }

    private void show(String tag, String argument) {
        SafeHtml.Tag shown = SHOWN.get(TYPES.getOrDefault(tag, ""));
        if (tag.equals("a")) {
            html.link(argument);
        } else if (shown != null) {
            html.open(shown);
        }
    }

    /// The attributes up to the `>`, and what the tag takes from them.
    private String attributes(String tag, int begin) {
        String argument = "";
        while (peek(0) != '>') {
            skipSpaces();
            if (peek(0) == '>') {
                break;
            }
            int start = at;
            while (!isSpace(peek(0)) && peek(0) != '=' && peek(0) != '>') {
                at++;
            }
            String name = slice(start, at).toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                throw wrong("Empty attribute name in the tag \"" + tag + "\" at byte offset " + begin);
            }
            skipSpaces();
            if (peek(0) == '=') {
                at++;
                argument = argument(tag, name, value(begin), argument);
            } else if (at >= in.length) {
                throw wrong("Unclosed start tag at byte offset " + begin);
            }
        }
        return argument;
    }

    private static String argument(String tag, String name, String value, String before) {
        return switch (tag + " " + name) {
            case "a href", "tg-emoji emoji-id" -> value;
            case "code class" -> value.startsWith("language-") ? value : before;
            case "span class" -> value.startsWith("tg-") ? value.substring(3) : before;
            default -> before;
        };
    }

    private String value(int begin) {
        skipSpaces();
        if (at >= in.length) {
            throw wrong("Unclosed start tag at byte offset " + begin);
        }
        int quote = peek(0);
        String value = quote == '"' || quote == '\'' ? quoted(quote) : token();
        if (at >= in.length) {
            throw wrong("Unclosed start tag at byte offset " + begin);
        }
        return value;
    }

    private String quoted(int quote) {
        at++;
        StringBuilder value = new StringBuilder();
        while (at < in.length && in[at] != quote) {
            value.append(in[at] == '&' ? entity() : character());
        }
        at++;
        return value.toString();
    }

    private String token() {
        int start = at;
        while (Character.isLetterOrDigit(peek(0)) || peek(0) == '.' || peek(0) == '-') {
            at++;
        }
        if (!isSpace(peek(0)) && peek(0) != '>') {
            throw wrong("Unexpected end of name token at byte offset " + start);
        }
        return slice(start, at).toLowerCase(Locale.ROOT);
    }

    private void endTag() {
        int begin = at;
        if (open.isEmpty()) {
            throw wrong("Unexpected end tag at byte offset " + begin);
        }
        at += 2;
        int start = at;
        while (!isSpace(peek(0)) && peek(0) != '>') {
            at++;
        }
        String name = slice(start, at);
        skipSpaces();
        if (peek(0) != '>') {
            throw wrong("Unclosed end tag at byte offset " + begin);
        }
        at++;
        Open last = open.pop();
        if (!name.isEmpty() && !name.equals(last.tag())) {
            throw wrong("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\""
                    .formatted(begin, last.tag(), name));
        }
        close(last);
    }

    private void close(Open last) {
        String type = TYPES.get(last.tag());
        if (type == null) {
            return;
        }
        html.close();
        if (text.length() > last.offset()
                && (!last.tag().equals("a") || !last.argument().isEmpty())) {
            ObjectNode entity = entities.addObject()
                    .put("type", type)
                    .put("offset", last.offset())
                    .put("length", text.length() - last.offset());
            if (last.tag().equals("a")) {
                entity.put("url", last.argument());
            }
        }
    }

    private void skipSpaces() {
        while (at < in.length && isSpace(in[at])) {
            at++;
        }
    }

    /// The byte so far ahead; 0 behind the end.
    private int peek(int ahead) {
        return at + ahead < in.length ? in[at + ahead] : 0;
    }

    private static boolean isSpace(int character) {
        return character == 0 || character == ' ' || (character >= '\t' && character <= '\r' && character != '\f');
    }

    private String slice(int from, int to) {
        return new String(in, from, Math.min(to, in.length) - from, StandardCharsets.UTF_8);
    }

    private static TelegramError wrong(String reason) {
        return TelegramError.badRequest("can't parse entities: " + reason);
    }
}
