package io.parley.agent.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// Takes the text out of a page: what a person sees of it, without scripts, navigation and hidden parts.
final class HtmlReader implements NodeVisitor {

    private static final String UNSEEN =
            "script, style, noscript, template, iframe, object, svg, nav, select, [hidden], [aria-hidden=true]";
    private static final Pattern HIDING = Pattern.compile(
            "display\\s*:\\s*none|visibility\\s*:\\s*hidden|opacity\\s*:\\s*0(?![.\\d])|font-size\\s*:\\s*0(?![.\\d])",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> IN_A_LINE = Set.of("br", "td", "th", "ins", "del");
    private static final Set<String> CELLS = Set.of("td", "th");

    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private int level;

    private HtmlReader() {}

    static Manuscript read(Document page) {
        page.select(UNSEEN).remove();
        page.select("[style]").stream()
                .filter(element -> HIDING.matcher(element.attr("style")).find())
                .forEach(Node::remove);
        var reader = new HtmlReader();
        page.body().traverse(reader);
        reader.flush();
        return new Manuscript(Optional.of(Plain.line(page.title())), reader.blocks);
    }

    @Override
    public void head(Node node, int depth) {
        switch (node) {
            case TextNode text -> words.append(isVerbatim(text) ? text.getWholeText() : spaced(text.getWholeText()));
            case Element element -> begin(element);
            default -> {}
        }
    }

    private static boolean isVerbatim(TextNode text) {
        var parent = text.parent();
        return parent != null && parent.closest("pre") != null;
    }

    private static String spaced(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private void begin(Element element) {
        var name = element.normalName();
        if (name.equals("br")) {
            words.append('\n');
        } else if (isBlock(element)) {
            flush();
            level = name.matches("h[1-6]") ? name.charAt(1) - '0' : level;
            words.append(name.equals("li") ? "- " : "");
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return;
        }
        var name = element.normalName();
        if (CELLS.contains(name)) {
            words.append(element.nextElementSibling() == null ? "" : " | ");
        } else if (name.equals("a")
                && element.attr("href").startsWith("http")
                && !element.text().isBlank()) {
            words.append(" (").append(element.attr("href")).append(')');
        } else if (isBlock(element)) {
            flush();
            level = name.matches("h[1-6]") ? 0 : level;
        }
    }

    private static boolean isBlock(Element element) {
        return element.isBlock() && !IN_A_LINE.contains(element.normalName());
    }

    private void flush() {
        var text = Plain.text(words.toString());
        words.setLength(0);
        if (text.isEmpty() || text.equals("-")) {
            return;
        }
        blocks.add(level > 0 ? new Block.Heading(level, Plain.line(text)) : new Block.Paragraph(text));
    }
}
