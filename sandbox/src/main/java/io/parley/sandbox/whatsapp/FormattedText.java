package io.parley.sandbox.whatsapp;

import java.util.regex.Pattern;

/// WhatsApp's own marks as HTML that is safe to show: `*bold*`, `_italic_`, `~struck~`, code between backticks
/// (WhatsApp
/// help centre, how to format your messages). A mark counts only where it clings to what it marks.
public final class FormattedText {

    private static final Pattern BLOCK = Pattern.compile("```(.+?)```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"*]*[^\\s<>\"*.,;:!?)]");

    private FormattedText() {}

    public static String html(String text) {
        var html = new StringBuilder();
        var block = BLOCK.matcher(text);
        var end = 0;
        while (block.find()) {
            html.append(inline(text.substring(end, block.start())));
            html.append("<code>").append(escaped(block.group(1))).append("</code>");
            end = block.end();
        }
        return html.append(inline(text.substring(end))).toString();
    }

    private static String inline(String text) {
        var html = new StringBuilder();
        var code = CODE.matcher(text);
        var end = 0;
        while (code.find()) {
            html.append(marked(text.substring(end, code.start())));
            html.append("<code>").append(escaped(code.group(1))).append("</code>");
            end = code.end();
        }
        return html.append(marked(text.substring(end))).toString();
    }

    private static String marked(String text) {
        var html = new StringBuilder();
        var link = LINK.matcher(text);
        var end = 0;
        while (link.find()) {
            html.append(emphasized(text.substring(end, link.start())));
            html.append("<a href=\"")
                    .append(escaped(link.group()))
                    .append("\" rel=\"noopener noreferrer\" target=\"_blank\">")
                    .append(escaped(link.group()))
                    .append("</a>");
            end = link.end();
        }
        return html.append(emphasized(text.substring(end))).toString();
    }

    private static String emphasized(String text) {
        var bold = wrapped(escaped(text), "\\*", "strong");
        var italic = wrapped(bold, "_", "em");
        return wrapped(italic, "~", "s").replace("\n", "<br>");
    }

    private static String wrapped(String text, String mark, String tag) {
        return text.replaceAll(
                "(?<![\\p{L}\\p{N}" + mark + "])" + mark + "(?![\\s" + mark + "])([^\\n" + mark + "]*?[^\\s" + mark
                        + "])" + mark + "(?![\\p{L}\\p{N}" + mark + "])",
                "<" + tag + ">$1</" + tag + ">");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
