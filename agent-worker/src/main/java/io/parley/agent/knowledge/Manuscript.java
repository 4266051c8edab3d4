package io.parley.agent.knowledge;

import java.util.List;
import java.util.Optional;

/// A document's text in the order of reading.
///
/// @param named the title that stands outside of the text, as in a file's properties
record Manuscript(Optional<String> named, List<Block> blocks) {

    Manuscript {
        named = named.map(String::strip).filter(title -> !title.isEmpty());
        blocks = List.copyOf(blocks);
    }

    /// What stands above everything, or else outside of it.
    Optional<String> title() {
        return blocks.stream()
                .filter(Block.Heading.class::isInstance)
                .map(Block.Heading.class::cast)
                .filter(heading -> heading.level() == 1)
                .map(Block.Heading::text)
                .findFirst()
                .or(() -> named);
    }
}
