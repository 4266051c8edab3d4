package io.parley.agent.catalogue;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// One product or order of a file, and where it stands.
///
/// @param line from 1
/// @param values by the name of their column; empty ones are not there
record Row(int line, Map<String, JsonNode> values) {

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}(\\.\\d{1,6})?");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
    private static final int LONGEST_ADDRESS = 2_000;

    /// Nothing else may be there: a misspelt column would be lost in silence.
    void checkColumns(Set<String> known) throws InvalidImport {
        for (var name : values.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidImport(
                        line, name, "is not known, known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    JsonNode value(String column) {
        return values.getOrDefault(column, MissingNode.getInstance());
    }

    /// Text of this column; empty where there is none.
    String text(String column, int longest) throws InvalidImport {
        var value = value(column);
        if (value.isContainer()) {
            throw new InvalidImport(line, column, "must be text");
        }
        var text = value.asString("").replace("\0", "").strip();
        if (text.length() > longest) {
            throw new InvalidImport(line, column, "has more than " + longest + " characters");
        }
        return text;
    }

    String required(String column, int longest) throws InvalidImport {
        var text = text(column, longest);
        if (text.isEmpty()) {
            throw new InvalidImport(line, column, "is missing");
        }
        return text;
    }

    @Nullable
    BigDecimal amount(String column) throws InvalidImport {
        var text = text(column, 100);
        if (!text.isEmpty() && !AMOUNT.matcher(text).matches()) {
            throw new InvalidImport(line, column, "must be a number such as 89.90");
        }
        return text.isEmpty() ? null : new BigDecimal(text);
    }

    /// The currency of an amount, which must be there where the amount is.
    String currency(String column, @Nullable BigDecimal amount) throws InvalidImport {
        var text = text(column, 100);
        if (text.isEmpty() && amount == null) {
            return "";
        }
        try {
            return Currency.getInstance(text).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw new InvalidImport(line, column, "must be a currency of ISO 4217 such as EUR");
        }
    }

    Optional<Integer> count(String column) throws InvalidImport {
        var text = text(column, 100);
        if (!text.isEmpty() && !COUNT.matcher(text).matches()) {
            throw new InvalidImport(line, column, "must be a whole number, or empty where it is not counted");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text));
    }

    @Nullable
    String address(String column) throws InvalidImport {
        var text = text(column, LONGEST_ADDRESS);
        if (!text.isEmpty() && !ADDRESS.matcher(text).matches()) {
            throw new InvalidImport(line, column, "must be an address that begins with http:// or https://");
        }
        return text.isEmpty() ? null : text;
    }
}
