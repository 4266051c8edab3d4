package io.parley.schemas;

import io.parley.schemas.avro.Position;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text form of a position, as clients get it and hand it back: `<incarnation>.<offset>`, opaque to them.
public final class Positions {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,64})\\.([0-9]{1,18})");

    private Positions() {}

    public static String format(Position position) {
        return position.getIncarnation() + "." + position.getOffset();
    }

    /// Reads what a client handed back.
    ///
    /// @return empty when the text is no position of ours
    public static Optional<Position> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(new Position(match.group(1), Long.parseLong(match.group(2))))
                : Optional.empty();
    }
}
