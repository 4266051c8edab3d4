package io.parley.agent.turn;

import io.parley.agent.media.Media;
import io.parley.agent.model.Transcriber;

/// With what a turn takes in what is no text.
public record Senses(Media media, Transcriber transcriber) {}
