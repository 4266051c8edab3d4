package io.parley.channels;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;

/// Cuts a text where it hurts least, so that each piece, measured as it will be sent, is short enough.
final class TextCut {

    /// From the best place to the worst: before a blank line, a line, a sentence, a word.
    private static final List<Pattern> PLACES = List.of(
            Pattern.compile("\\n[ \\t]*\\n"),
            Pattern.compile("\\n"),
            Pattern.compile("(?<=[.!?…])\\s+"),
            Pattern.compile("\\s+"));

    /// In chars; the longest emoji has 15.
    private static final int LONGEST_CHARACTER = 40;

    private final int longest;
    private final ToIntFunction<String> length;
    private final Function<String, Anatomy> anatomy;

    private TextCut(int longest, ToIntFunction<String> length, Function<String, Anatomy> anatomy) {
        this.longest = longest;
        this.length = length;
        this.anatomy = anatomy;
    }

    /// @param length of a piece of Markdown as it will be sent
    static TextCut ofMarkdown(int longest, ToIntFunction<String> length) {
        return new TextCut(longest, length, Anatomy::of);
    }

    /// @param length of a piece of plain words as it will be sent
    static TextCut ofWords(int longest, ToIntFunction<String> length) {
        return new TextCut(longest, length, text -> new Anatomy(List.of(), List.of()));
    }

    /// The pieces in order; they have no white space around them.
    List<String> cut(String text) {
        var pieces = new ArrayList<String>();
        var rest = text.strip();
        while (!rest.isEmpty()) {
            if (fits(rest)) {
                pieces.add(rest);
                break;
            }
            var parts = anatomy.apply(rest);
            int end = end(rest, parts);
            pieces.add(rest.substring(0, end).stripTrailing());
            rest = parts.rest(rest, end);
        }
        return pieces;
    }

    /// Where the first piece ends: at the best place of its last three quarters, else where it just fits.
    private int end(String text, Anatomy parts) {
        int bound = longest(text);
        for (var isWhole : List.of(true, false)) {
            for (var place : PLACES) {
                var ends = place.matcher(text.substring(0, Math.min(text.length(), bound + 1)))
                        .results()
                        .map(found -> found.start())
                        .filter(end -> end > bound / 4 && end <= bound && !(isWhole && parts.tears(end)))
                        .toList();
                for (int end : ends.reversed()) {
                    if (fits(text.substring(0, end))) {
                        return end;
                    }
                }
            }
        }
        return bound;
    }

    /// The most that fits; at least one character. Looks no further ahead than it must, since a piece is measured by
    /// rendering it.
    private int longest(String text) {
        int all = text.codePointCount(0, text.length());
        int low = 1;
        int high = Math.min(all, longest);
        while (high < all && fits(start(text, high))) {
            low = high;
            high = Math.min(all, high * 2);
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (fits(start(text, middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return whole(text, text.offsetByCodePoints(0, low));
    }

    /// The end, or the one before it, of what people see as one character: a flag, a family, a letter with its accents.
    private static int whole(String text, int end) {
        int from = text.lastIndexOf(' ', end - 1) + 1;
        var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(from, Math.min(text.length(), end + LONGEST_CHARACTER)));
        int whole = characters.isBoundary(end - from) ? end : from + characters.preceding(end - from);
        return whole > 0 ? whole : end;
    }

    private static String start(String text, int codePoints) {
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    private boolean fits(String piece) {
        return length.applyAsInt(piece) <= longest;
    }

    /// What a cut of a Markdown text could tear.
    ///
    /// @param spans of links, code and emphasis, and lines that open a block of code
    private record Anatomy(List<Span> spans, List<Fence> fences) {

        /// From the first character to behind the last one.
        private record Span(int start, int end) {

            boolean isTornAt(int cut) {
                return start < cut && cut < end;
            }
        }

        /// A block of code.
        ///
        /// @param code where its first line begins
        /// @param indent what stands before the fence, as part of a list or a quote
        /// @param opening the line that opens it
        private record Fence(Span block, int code, String indent, String opening) {

            /// What is left of it, as a block of its own.
            String rest(String text, int cut) {
                int from = text.startsWith("\n", cut) ? cut + 1 : cut;
                return opening
                        + text.substring(from, Math.max(from, block.end()))
                                .lines()
                                .map(this::outdented)
                                .collect(Collectors.joining("\n"))
                        + text.substring(Math.max(from, block.end()));
            }

            private String outdented(String line) {
                return line.startsWith(indent)
                        ? line.substring(indent.length())
                        : line.replaceFirst("^ {0," + indent.length() + "}", "");
            }
        }

        static Anatomy of(String markdown) {
            var spans = new ArrayList<Span>();
            var fences = new ArrayList<Fence>();
            Markup.parse(markdown)
                    .ifPresent(document -> document.accept(new AbstractVisitor() {
                        @Override
                        public void visit(Link link) {
                            add(link);
                        }

                        @Override
                        public void visit(Image image) {
                            add(image);
                        }

                        @Override
                        public void visit(Code code) {
                            add(code);
                        }

                        @Override
                        public void visit(Emphasis emphasis) {
                            add(emphasis);
                        }

                        @Override
                        public void visit(StrongEmphasis strong) {
                            add(strong);
                        }

                        @Override
                        public void visit(CustomNode node) {
                            if (node instanceof Strikethrough) {
                                add(node);
                            }
                        }

                        @Override
                        public void visit(FencedCodeBlock code) {
                            span(code).flatMap(block -> fence(markdown, block)).ifPresent(fence -> {
                                fences.add(fence);
                                spans.add(new Span(fence.block().start(), fence.code()));
                            });
                        }

                        private void add(Node node) {
                            span(node).ifPresent(spans::add);
                        }
                    }));
            return new Anatomy(spans, fences);
        }

        private static Optional<Span> span(Node node) {
            var lines = node.getSourceSpans();
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Span(
                            lines.getFirst().getInputIndex(),
                            lines.getLast().getInputIndex() + lines.getLast().getLength()));
        }

        private static Optional<Fence> fence(String text, Span block) {
            int lineEnd = text.indexOf('\n', block.start());
            var indent = text.substring(text.lastIndexOf('\n', block.start()) + 1, block.start());
            return lineEnd < 0 || lineEnd >= block.end()
                    ? Optional.empty()
                    : Optional.of(new Fence(block, lineEnd + 1, indent, text.substring(block.start(), lineEnd + 1)));
        }

        boolean tears(int cut) {
            return spans.stream().anyMatch(span -> span.isTornAt(cut));
        }

        /// What comes after a cut, with a torn block of code opened again.
        String rest(String text, int cut) {
            return fences.stream()
                    .filter(fence -> fence.code() < cut && cut < fence.block().end())
                    .findFirst()
                    .map(fence -> fence.rest(text, cut))
                    .orElseGet(() -> text.substring(cut).strip());
        }
    }
}
