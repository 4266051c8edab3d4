package io.parley.standalone.model;

import java.util.List;

/// What the stand-in says next: words, or calls of tools.
record Answer(String words, List<ToolCall> calls) {

    Answer {
        calls = List.copyOf(calls);
    }

    static Answer say(String words) {
        return new Answer(words, List.of());
    }

    static Answer call(List<ToolCall> calls) {
        return new Answer("", calls);
    }
}
