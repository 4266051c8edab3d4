package io.parley.campaign.load;

import tools.jackson.databind.JsonNode;

/// The text of a turn as it grows before a tab: pieces that overlap are written over, a newer attempt begins anew, but
/// what was seen of an older one is kept, since it was shown.
final class StreamedText {

    private final StringBuilder older = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private int attempt;

    void add(JsonNode delta) {
        int number = delta.path("attempt").asInt();
        if (number != attempt) {
            older.append(text).append('\n');
            text.setLength(0);
            attempt = number;
        }
        int offset = Math.min(delta.path("offset").asInt(), text.length());
        text.setLength(offset);
        text.append(delta.path("text").asString(""));
    }

    int attempt() {
        return attempt;
    }

    String all() {
        return older.append(text).toString();
    }
}
