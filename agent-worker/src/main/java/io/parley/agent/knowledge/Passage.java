package io.parley.agent.knowledge;

/// A part of a document, short enough to be told to a model.
///
/// @param source the document's name
/// @param place its number in the document, from 1
/// @param title the document's title and the headings above the passage
public record Passage(String source, int place, String title, String text) {}
