package io.parley.agent.tool;

import org.jspecify.annotations.Nullable;

/// Something that a reply can show, as its source says it: no model ever writes a price.
///
/// @param id by which the model names it
/// @param title in a few words
/// @param text below the title, in Markdown; empty for nothing
/// @param imageUrl a picture of it
/// @param url where there is more of it
public record Card(
        String id,
        String title,
        String text,
        @Nullable String imageUrl,
        @Nullable String url) {}
