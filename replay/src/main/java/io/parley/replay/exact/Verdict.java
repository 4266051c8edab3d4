package io.parley.replay.exact;

import io.parley.schemas.avro.TurnRecord;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What came of running one turn again.
public sealed interface Verdict {

    TurnRecord turn();

    /// Everything is as it was.
    record Same(TurnRecord turn) implements Verdict {}

    /// Something is not.
    record Differs(TurnRecord turn, Difference difference) implements Verdict {}

    /// It can't be told: what the turn saw is not in the recording.
    record Unknown(TurnRecord turn, String why) implements Verdict {}

    /// As one JSON object: `turn_id`, `client_id`, `result` (`same`, `differs`, `unknown`), and of a difference
    /// `where`, `part`, `recorded`, `now`.
    default ObjectNode json() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("turn_id", turn().getTurnId())
                .put("client_id", turn().getClientId());
        return switch (this) {
            case Same same -> json.put("result", "same");
            case Differs differs ->
                json.put("result", "differs")
                        .put("where", differs.difference().where())
                        .put("part", differs.difference().part())
                        .put("recorded", differs.difference().recorded())
                        .put("now", differs.difference().now());
            case Unknown unknown -> json.put("result", "unknown").put("why", unknown.why());
        };
    }
}
