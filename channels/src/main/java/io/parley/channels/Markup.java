package io.parley.channels;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// Renders an agent's Markdown in the words of a channel.
public final class Markup {

    private static final int DEEPEST = 100;

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(StrikethroughExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();

    /// How a channel writes each thing. What is given as `inner` is rendered already, what is given as `literal` is
    /// not.
    public interface Style {

        /// Words, with what would mean something else escaped.
        String text(String literal);

        String bold(String inner);

        String italic(String inner);

        String strike(String inner);

        String code(String literal);

        /// Several lines of code.
        ///
        /// @param language empty where none is named
        String block(String literal, String language);

        String link(String inner, String url);

        String quote(String inner);
    }

    /// Escapes for channels in which `&`, `<` and `>` mean something.
    public static String escapeEntities(String literal) {
        return literal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// A style that puts the same mark before and after, and writes links as words with the address behind them.
    ///
    /// @param code around code; three of them around a block
    public record Marks(String bold, String italic, String strike, String code, UnaryOperator<String> escape)
            implements Style {

        @Override
        public String text(String literal) {
            return escape.apply(literal);
        }

        @Override
        public String bold(String inner) {
            return bold + inner + bold;
        }

        @Override
        public String italic(String inner) {
            return italic + inner + italic;
        }

        @Override
        public String strike(String inner) {
            return strike + inner + strike;
        }

        @Override
        public String code(String literal) {
            return code + escape.apply(literal) + code;
        }

        @Override
        public String block(String literal, String language) {
            var fence = code.repeat(3);
            return fence.isEmpty() ? literal : fence + "\n" + escape.apply(literal) + "\n" + fence;
        }

        @Override
        public String link(String inner, String url) {
            var address = escape.apply(url);
            return inner.equals(address) ? address : inner + " (" + address + ")";
        }

        @Override
        public String quote(String inner) {
            return "> " + inner.replace("\n", "\n> ");
        }
    }

    /// Words without any formatting, for channels that know none and for what a channel could not parse.
    public static final Style PLAIN = new Marks("", "", "", "", UnaryOperator.identity());

    private Markup() {}

    /// The whole text in a style.
    public static String render(String markdown, Style style) {
        return parse(markdown)
                .map(document -> {
                    var visitor = new Rendering(style);
                    document.accept(visitor);
                    return visitor.result();
                })
                .orElseGet(() -> style.text(markdown));
    }

    /// Empty where it is nested more deeply than a stack may bear: a model can be talked into that.
    static Optional<Node> parse(String markdown) {
        var document = PARSER.parse(markdown);
        return isTooDeep(document) ? Optional.empty() : Optional.of(document);
    }

    private static boolean isTooDeep(Node document) {
        int depth = 0;
        var node = document.getFirstChild();
        while (node != null && depth <= DEEPEST) {
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                depth++;
                continue;
            }
            while (depth > 0 && node.getNext() == null) {
                node = node.getParent();
                depth--;
            }
            node = node.getNext();
        }
        return depth > DEEPEST;
    }

    /// The text in a style, in as few messages as fit: cut between paragraphs, else lines, sentences, words, and never
    /// inside a character. Each message is formatted on its own, so that no formatting is torn.
    ///
    /// @param longest code points of one message, as rendered
    public static List<String> render(String markdown, Style style, int longest) {
        return render(markdown, style, longest, Markup::codePoints);
    }

    /// The same, for a provider that does not count all that is rendered.
    ///
    /// @param length of a rendered message, as the provider counts it
    public static List<String> render(String markdown, Style style, int longest, ToIntFunction<String> length) {
        return TextCut.ofMarkdown(longest, piece -> length.applyAsInt(render(piece, style))).cut(markdown).stream()
                .map(piece -> render(piece, style))
                .filter(text -> !text.isBlank())
                .toList();
    }

    /// The words of an entry, in the same way. Only the agent writes Markdown: what people and Parley itself write
    /// stays as it is.
    public static List<String> render(AgentReply entry, Style style, int longest, ToIntFunction<String> length) {
        if (entry.getAuthor() == Author.AGENT) {
            return render(entry.getContent(), style, longest, length);
        }
        return TextCut.ofWords(longest, piece -> length.applyAsInt(style.text(piece))).cut(entry.getContent()).stream()
                .map(style::text)
                .toList();
    }

    /// Words that are no Markdown, as they are, in as few messages as fit; cut at the same places.
    ///
    /// @param longest code points of one message
    public static List<String> cut(String text, int longest) {
        return TextCut.ofWords(longest, Markup::codePoints).cut(text);
    }

    /// Number of code points.
    public static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static final class Rendering extends AbstractVisitor {

        private final Style style;
        private final List<String> blocks = new ArrayList<>();
        private StringBuilder line = new StringBuilder();

        Rendering(Style style) {
            this.style = style;
        }

        String result() {
            return String.join("\n\n", blocks);
        }

        /// What the children of a node are, rendered on their own.
        private String inline(Node node) {
            var before = line;
            line = new StringBuilder();
            visitChildren(node);
            var inner = line.toString();
            line = before;
            return inner;
        }

        private List<String> blocksOf(Node node) {
            var nested = new Rendering(style);
            for (var child = node.getFirstChild(); child != null; child = child.getNext()) {
                child.accept(nested);
            }
            return nested.blocks;
        }

        @Override
        public void visit(Paragraph paragraph) {
            blocks.add(inline(paragraph));
        }

        @Override
        public void visit(Heading heading) {
            blocks.add(style.bold(inline(heading)));
        }

        @Override
        public void visit(BlockQuote quote) {
            blocks.add(style.quote(String.join("\n", blocksOf(quote))));
        }

        @Override
        public void visit(FencedCodeBlock code) {
            var language = code.getInfo() == null ? "" : code.getInfo();
            blocks.add(style.block(code.getLiteral().stripTrailing(), language));
        }

        @Override
        public void visit(IndentedCodeBlock code) {
            blocks.add(style.block(code.getLiteral().stripTrailing(), ""));
        }

        @Override
        public void visit(ThematicBreak rule) {
            blocks.add(style.text("———"));
        }

        @Override
        public void visit(HtmlBlock html) {
            blocks.add(style.text(html.getLiteral()));
        }

        @Override
        public void visit(BulletList list) {
            list(list, Stream.generate(() -> "• ").iterator());
        }

        @Override
        public void visit(OrderedList list) {
            int first = list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber();
            list(
                    list,
                    Stream.iterate(first, number -> number + 1)
                            .map(number -> number + ". ")
                            .iterator());
        }

        private void list(ListBlock list, java.util.Iterator<String> marks) {
            var lines = new ArrayList<String>();
            for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
                if (item instanceof ListItem) {
                    var text = String.join("\n", blocksOf(item)).replace("\n", "\n   ");
                    lines.add(style.text(marks.next()) + text);
                }
            }
            blocks.add(String.join("\n", lines));
        }

        @Override
        public void visit(Text text) {
            line.append(style.text(text.getLiteral()));
        }

        @Override
        public void visit(SoftLineBreak lineBreak) {
            line.append('\n');
        }

        @Override
        public void visit(HardLineBreak lineBreak) {
            line.append('\n');
        }

        @Override
        public void visit(Emphasis emphasis) {
            line.append(style.italic(inline(emphasis)));
        }

        @Override
        public void visit(StrongEmphasis strong) {
            line.append(style.bold(inline(strong)));
        }

        @Override
        public void visit(Code code) {
            line.append(style.code(code.getLiteral()));
        }

        @Override
        public void visit(Link link) {
            line.append(style.link(inline(link), link.getDestination()));
        }

        @Override
        public void visit(Image image) {
            line.append(style.link(inline(image), image.getDestination()));
        }

        @Override
        public void visit(HtmlInline html) {
            line.append(style.text(html.getLiteral()));
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof Strikethrough) {
                line.append(style.strike(inline(node)));
            } else {
                visitChildren(node);
            }
        }
    }
}
