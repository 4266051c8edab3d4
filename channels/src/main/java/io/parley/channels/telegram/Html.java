package io.parley.channels.telegram;

import io.parley.channels.Markup;
import java.util.regex.Pattern;

/// Telegram's HTML (Telegram Bot API, "HTML style"): a handful of tags, and no others.
final class Html implements Markup.Style {

    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\">(.*?)</a>", Pattern.DOTALL);
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9+#._-]{1,32}");

    /// Code points that a person sees, which is what Telegram's limits count: tags don't, and `&amp;` is one.
    static int length(String html) {
        return Markup.codePoints(words(html));
    }

    /// Without formatting, and with the addresses of links where that leaves it short enough.
    static String plain(String html, int longest) {
        var whole = words(LINK.matcher(html).replaceAll("$2 ($1)"));
        return Markup.codePoints(whole) <= longest ? whole : words(html);
    }

    private static String words(String html) {
        return TAG.matcher(html)
                .replaceAll("")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    @Override
    public String text(String literal) {
        return Markup.escapeEntities(literal).replace("\"", "&quot;");
    }

    @Override
    public String bold(String inner) {
        return "<b>" + inner + "</b>";
    }

    @Override
    public String italic(String inner) {
        return "<i>" + inner + "</i>";
    }

    @Override
    public String strike(String inner) {
        return "<s>" + inner + "</s>";
    }

    @Override
    public String code(String literal) {
        return "<code>" + text(literal) + "</code>";
    }

    @Override
    public String block(String literal, String language) {
        return LANGUAGE.matcher(language).matches()
                ? "<pre><code class=\"language-" + language + "\">" + text(literal) + "</code></pre>"
                : "<pre>" + text(literal) + "</pre>";
    }

    @Override
    public String link(String inner, String url) {
        return "<a href=\"" + text(url) + "\">" + (inner.isBlank() ? text(url) : inner) + "</a>";
    }

    /// Quotes can't stand in each other.
    @Override
    public String quote(String inner) {
        return "<blockquote>" + inner.replace("<blockquote>", "").replace("</blockquote>", "") + "</blockquote>";
    }
}
