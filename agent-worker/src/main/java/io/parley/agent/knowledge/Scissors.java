package io.parley.agent.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Cuts a document into passages: never across a heading, between paragraphs where it can, and within a paragraph only
/// where that alone is too long.
final class Scissors {

    static final int LONGEST = 1_200;
    private static final int LONGEST_HEADING = 160;
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?…。！？]['\"»”)]*\\s");

    private final String title;
    private final List<Block.Heading> path = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private final List<Piece> pieces = new ArrayList<>();

    /// What a document is cut into.
    ///
    /// @param heading the title and the headings above it, from the highest
    record Piece(String heading, String text) {}

    private Scissors(String title) {
        this.title = title;
    }

    static List<Piece> cut(String title, List<Block> blocks) {
        var scissors = new Scissors(title);
        blocks.forEach(scissors::take);
        scissors.end();
        return scissors.pieces;
    }

    private void take(Block block) {
        switch (block) {
            case Block.Heading heading -> {
                end();
                path.removeIf(above -> above.level() >= heading.level());
                path.add(heading);
            }
            case Block.Paragraph paragraph -> split(paragraph.text()).forEach(this::add);
        }
    }

    private void add(String text) {
        if (!pending.isEmpty() && pending.length() + 1 + text.length() > LONGEST) {
            end();
        }
        pending.append(pending.isEmpty() ? "" : "\n").append(text);
    }

    private void end() {
        if (!pending.isEmpty()) {
            pieces.add(new Piece(heading(), pending.toString()));
            pending.setLength(0);
        }
    }

    private String heading() {
        var names = path.stream().map(Block.Heading::text).collect(Collectors.toCollection(ArrayList::new));
        if (names.isEmpty() || !names.getFirst().equals(title)) {
            names.addFirst(title);
        }
        return names.stream().map(Scissors::shortened).collect(Collectors.joining(" › "));
    }

    private static String shortened(String heading) {
        return heading.length() <= LONGEST_HEADING
                ? heading
                : heading.substring(0, edge(heading, LONGEST_HEADING)) + "…";
    }

    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        var rest = text;
        while (rest.length() > LONGEST) {
            int end = end(rest);
            parts.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            parts.add(rest);
        }
        return parts;
    }

    /// Behind the last sentence that fits, or else the last word.
    private static int end(String text) {
        int end = 0;
        var sentences = SENTENCE_END.matcher(text).region(0, LONGEST);
        while (sentences.find()) {
            end = sentences.end();
        }
        if (end < LONGEST / 2) {
            int space = text.lastIndexOf(' ', LONGEST);
            end = space > LONGEST / 2 ? space : edge(text, LONGEST);
        }
        return end;
    }

    private static int edge(String text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
