package io.parley.replay;

import io.parley.replay.record.Recording;
import io.parley.replay.record.Records;
import io.parley.replay.record.Selection;
import io.parley.schemas.ClientId;
import java.util.List;

/// Finds the one client that is meant by a client_id or by a part of one.
final class WhichClient {

    private static final int MOST = 20;

    private WhichClient() {}

    /// The client's records.
    ///
    /// @throws Ambiguous when several clients fit, or none does
    static Recording find(Records records, Selection selection, String wanted) {
        if (isWhole(wanted)) {
            var own = records.read(selection.with(wanted));
            if (own.clients().contains(wanted)) {
                return own;
            }
        }
        var all = records.read(selection.ofEverybody());
        var fitting =
                all.clients().stream().filter(client -> client.contains(wanted)).toList();
        if (fitting.size() != 1) {
            throw new Ambiguous(complaint(wanted, fitting));
        }
        return records.read(selection.with(fitting.getFirst()));
    }

    private static boolean isWhole(String text) {
        try {
            return ClientId.parse(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String complaint(String wanted, List<String> fitting) {
        if (fitting.isEmpty()) {
            return "no client's id contains '" + wanted + "'";
        }
        var listed = String.join("\n  ", fitting.subList(0, Math.min(MOST, fitting.size())));
        return "'" + wanted + "' fits " + fitting.size() + " clients:\n  " + listed
                + (fitting.size() > MOST ? "\n  …" : "");
    }

    /// The part of an id does not say which client.
    static final class Ambiguous extends RuntimeException {
        Ambiguous(String message) {
            super(message);
        }
    }
}
