package io.parley.standalone.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The facts of a text, one by one, and which of them fits a question: the one that shares the rarest words with it.
///
/// A prompt with headings (`## Prices`) states its facts below them; what stands above is instruction. Without
/// headings everything counts.
final class Passages {

    private static final double FROM_BEFORE = 0.2;

    private final List<Passage> passages;
    private final Map<String, Integer> frequency = new HashMap<>();

    private record Passage(String heading, String text, Set<String> stems) {}

    private record Fit(Passage passage, double score) {}

    Passages(String prompt) {
        boolean headings = prompt.lines().anyMatch(line -> line.startsWith("#"));
        this.passages = split(prompt, headings);
        passages.forEach(passage -> passage.stems().forEach(stem -> frequency.merge(stem, 1, Integer::sum)));
    }

    /// The passage that answers `question`. Words from earlier in the talk help to choose between those that fit, so
    /// that "and in black?" is about the shoe named before.
    Optional<String> find(String question, List<String> before) {
        Set<String> asked = Words.stems(question);
        Set<String> remembered = Words.stems(String.join(" ", before));
        return passages.stream()
                .map(passage -> new Fit(passage, score(passage, asked) + FROM_BEFORE * score(passage, remembered)))
                .filter(fit -> fit.score() > 0 && (score(fit.passage(), asked) > 0 || asked.size() <= 1))
                .max(Comparator.comparingDouble(Fit::score))
                .map(fit -> fit.passage().text());
    }

    /// Whether a passage that was found is clearly about the question: has half of its words.
    boolean fits(String text, String question) {
        Set<String> asked = Words.stems(question);
        return passages.stream()
                .filter(passage -> passage.text().equals(text))
                .anyMatch(passage ->
                        asked.stream().filter(passage.stems()::contains).count() * 2 >= asked.size());
    }

    /// What the prompt has something to say about.
    List<String> topics() {
        return passages.stream()
                .map(Passage::heading)
                .filter(heading -> !heading.isEmpty())
                .distinct()
                .toList();
    }

    private double score(Passage passage, Set<String> stems) {
        return stems.stream()
                .filter(passage.stems()::contains)
                .mapToDouble(stem -> 1.0 / frequency.getOrDefault(stem, 1))
                .sum();
    }

    private static List<Passage> split(String prompt, boolean headings) {
        List<Passage> passages = new ArrayList<>();
        String heading = "";
        for (String line : prompt.lines().map(String::strip).toList()) {
            if (line.startsWith("#")) {
                heading = line.replaceFirst("^#+\\s*", "");
            } else if (!line.isEmpty() && (!headings || !heading.isEmpty())) {
                passages.addAll(passages(heading, line));
            }
        }
        return passages;
    }

    private static List<Passage> passages(String heading, String line) {
        Stream<String> texts =
                line.startsWith("- ") ? Stream.of(line.substring(2)) : Stream.of(line.split("(?<=[.!?])\\s+"));
        return texts.map(text -> new Passage(heading, text, Words.stems(heading + " " + text)))
                .toList();
    }
}
