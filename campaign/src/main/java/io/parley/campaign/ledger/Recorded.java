package io.parley.campaign.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A whole ledger in memory.
public final class Recorded {

    private final Map<Class<?>, List<Line>> lines = new HashMap<>();

    public Recorded(Collection<? extends Line> all) {
        all.forEach(line ->
                lines.computeIfAbsent(line.getClass(), t -> new ArrayList<>()).add(line));
    }

    /// Reads what a [Ledger] has written; a file that is missing has no lines.
    public static Recorded read(Path directory) throws IOException {
        var all = new ArrayList<Line>();
        for (var type : Line.class.getPermittedSubclasses()) {
            read(directory, type.asSubclass(Line.class), all);
        }
        return new Recorded(all);
    }

    private static void read(Path directory, Class<? extends Line> type, List<Line> into) throws IOException {
        var file = Ledger.path(directory, type);
        if (!Files.exists(file)) {
            return;
        }
        try (var reader = Files.newBufferedReader(file)) {
            for (var text = reader.readLine(); text != null; text = reader.readLine()) {
                into.add(Ledger.JSON.readValue(text, type));
            }
        }
    }

    /// All lines of a type, in the order of their file.
    public <T extends Line> List<T> all(Class<T> type) {
        return lines.getOrDefault(type, List.of()).stream().map(type::cast).toList();
    }

    /// All lines, for a copy with changes.
    public List<Line> all() {
        return Arrays.stream(Line.class.getPermittedSubclasses())
                .flatMap(type -> lines.getOrDefault(type, List.of()).stream())
                .toList();
    }
}
