package io.parley.agent.knowledge;

/// A piece of a document's text.
sealed interface Block {

    /// Stands above what follows, up to the next of its level or a lower one.
    ///
    /// @param level 1 is the highest
    record Heading(int level, String text) implements Block {}

    /// Belongs together.
    record Paragraph(String text) implements Block {}
}
