package io.parley.sandbox.slack;

import io.parley.sandbox.SafeHtml;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Slack's `mrkdwn` (Slack, Formatting text for app surfaces): `*bold*`, `_italic_`, `~struck~`, code, links in angle
/// brackets; only `&`, `<` and `>` are escaped.
final class Mrkdwn {

    private static final Pattern TOKEN = Pattern.compile(
            "```(?<block>.+?)```|`(?<code>[^`\n]+)`"
                    + "|(?<![\\w*])\\*(?<bold>[^*\n]+)\\*(?![\\w*])|(?<![\\w_])_(?<italic>[^_\n]+)_(?![\\w_])"
                    + "|(?<![\\w~])~(?<struck>[^~\n]+)~(?![\\w~])|<(?<link>[^<>|@#!][^<>|]*)(\\|(?<label>[^<>]*))?>",
            Pattern.DOTALL);

    private Mrkdwn() {}

    /// What a person reads, without marks.
    static String text(String mrkdwn) {
        return unescaped(
                TOKEN.matcher(mrkdwn).replaceAll(match -> Matcher.quoteReplacement(inner(match.group(), match))));
    }

    private static String inner(String whole, java.util.regex.MatchResult match) {
        for (String name : new String[] {"block", "code", "bold", "italic", "struck", "label", "link"}) {
            String value = match.group(name);
            if (value != null) {
                return value;
            }
        }
        return whole;
    }

    static String html(String mrkdwn) {
        SafeHtml html = new SafeHtml();
        render(mrkdwn, html);
        return html.html();
    }

    private static void render(String mrkdwn, SafeHtml html) {
        Matcher token = TOKEN.matcher(mrkdwn);
        int end = 0;
        while (token.find()) {
            html.text(unescaped(mrkdwn.substring(end, token.start())));
            render(token, html);
            end = token.end();
        }
        html.text(unescaped(mrkdwn.substring(end)));
    }

    private static void render(Matcher token, SafeHtml html) {
        if (token.group("block") != null) {
            html.open(SafeHtml.Tag.PRE).text(unescaped(token.group("block"))).close();
        } else if (token.group("code") != null) {
            html.open(SafeHtml.Tag.CODE).text(unescaped(token.group("code"))).close();
        } else if (token.group("link") != null) {
            String link = unescaped(token.group("link"));
            String label = token.group("label");
            html.link(link).text(label == null ? link : unescaped(label)).close();
        } else {
            marked(token, "bold", SafeHtml.Tag.B, html);
            marked(token, "italic", SafeHtml.Tag.I, html);
            marked(token, "struck", SafeHtml.Tag.S, html);
        }
    }

    private static void marked(Matcher token, String name, SafeHtml.Tag tag, SafeHtml html) {
        String inside = token.group(name);
        if (inside != null) {
            html.open(tag);
            render(inside, html);
            html.close();
        }
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    /// As Slack escapes what people write.
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
