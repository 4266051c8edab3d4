package io.parley.channels.whatsapp;

import io.parley.channels.Markup;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// WhatsApp's own marks: `*bold*`, `_italic_`, `~strike~`, code between back-quotes. They hold within a line, stand
/// next to a word, don't nest in themselves and can't be escaped.
final class WhatsAppStyle implements Markup.Style {

    private static final Pattern EDGES = Pattern.compile("^(\\s*)(.*?)(\\s*)$");

    @Override
    public String text(String literal) {
        return literal;
    }

    @Override
    public String bold(String inner) {
        return marked("*", inner);
    }

    @Override
    public String italic(String inner) {
        return marked("_", inner);
    }

    @Override
    public String strike(String inner) {
        return marked("~", inner);
    }

    @Override
    public String code(String literal) {
        return "`" + literal + "`";
    }

    @Override
    public String block(String literal, String language) {
        return "```" + literal + "```";
    }

    @Override
    public String link(String inner, String url) {
        return Markup.PLAIN.link(inner, url);
    }

    @Override
    public String quote(String inner) {
        return inner.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
    }

    private static String marked(String mark, String inner) {
        var quoted = Pattern.quote(mark);
        var flat = inner.replaceAll(quoted + "(\\S(?:[^\\n]*?\\S)?)" + quoted, "$1");
        return flat.lines().map(line -> line(mark, line)).collect(Collectors.joining("\n"));
    }

    private static String line(String mark, String line) {
        var parts = EDGES.matcher(line);
        return parts.matches() && !parts.group(2).isEmpty()
                ? parts.group(1) + mark + parts.group(2) + mark + parts.group(3)
                : line;
    }
}
