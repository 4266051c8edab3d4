package io.parley.agent.knowledge;

import java.time.Duration;

/// How much of a document is read.
///
/// @param bytes of the file
/// @param pages of a PDF
/// @param characters of the text in it
/// @param time for taking the text out
record Limits(int bytes, int pages, int characters, Duration time) {

    static final Limits STANDARD = new Limits(10 << 20, 500, 2_000_000, Duration.ofSeconds(20));
}
