package io.parley.standalone.chat;

import tools.jackson.databind.JsonNode;

/// Where a talk is shown.
interface Output {

    /// A frame of the server's; `own` where it is the echo of a message sent by this very talk.
    void received(JsonNode frame, boolean own);

    /// Something about the connection that a person may want to know.
    void notice(String text);
}
