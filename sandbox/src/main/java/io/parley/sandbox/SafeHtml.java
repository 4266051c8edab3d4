package io.parley.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// HTML for a phone's screen that can be nothing else than text with these few tags: all text is escaped, tags come
/// from
/// [Tag] only, links go where a link may go, and what was opened is closed.
public final class SafeHtml {

    /// What a phone shows.
    public enum Tag {
        B,
        I,
        U,
        S,
        CODE,
        PRE,
        BLOCKQUOTE,
        /// Shown when it is pressed.
        SPOILER
    }

    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel");
    private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*):");

    private final StringBuilder html = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /// Adds text; line breaks stay.
    public SafeHtml text(String text) {
        text.codePoints().forEach(this::character);
        return this;
    }

    private void character(int character) {
        switch (character) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            case '\n' -> html.append("<br>");
            default -> html.appendCodePoint(character);
        }
    }

    public SafeHtml open(Tag tag) {
        if (tag == Tag.SPOILER) {
            html.append("<span class=\"spoiler\">");
            open.push("</span>");
        } else {
            String name = tag.name().toLowerCase(Locale.ROOT);
            html.append('<').append(name).append('>');
            open.push("</" + name + ">");
        }
        return this;
    }

    /// Opens a link; without its target where that is none to be followed.
    public SafeHtml link(String target) {
        var scheme = SCHEME.matcher(target);
        if (scheme.find() && SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
            html.append("<a rel=\"noopener noreferrer\" target=\"_blank\" href=\"");
            text(target.replaceAll("\\s", ""));
            html.append("\">");
            open.push("</a>");
        } else {
            html.append("<u>");
            open.push("</u>");
        }
        return this;
    }

    /// Closes what was opened last.
    public SafeHtml close() {
        if (!open.isEmpty()) {
            html.append(open.pop());
        }
        return this;
    }

    /// All of it, with everything closed.
    public String html() {
        while (!open.isEmpty()) {
            html.append(open.pop());
        }
        return html.toString();
    }
}
