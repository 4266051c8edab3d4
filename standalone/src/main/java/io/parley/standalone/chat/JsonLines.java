package io.parley.standalone.chat;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/// Every received frame as one line of JSON, for scripts.
record JsonLines(PrintStream out) implements Output {

    @Override
    public void received(JsonNode frame, boolean own) {
        out.println(frame);
        out.flush();
    }

    @Override
    public void notice(String text) {
        // a script reads frames; the connection's fate shows in them
    }
}
