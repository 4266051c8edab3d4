package io.parley.agent.budget;

import io.parley.agent.AgentProperties.Price;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// What models cost. One that is not in the table costs as much as the dearest in it.
final class Prices {

    /// What providers append to a model's name: the day of its making, or `latest`.
    private static final Pattern EDITION = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|latest)$");

    private final Map<String, Price> table;
    private final Price dearest;

    Prices(Map<String, Price> table) {
        this.table = Map.copyOf(table);
        this.dearest = new Price(highest(table, Price::input), highest(table, Price::output));
    }

    private static double highest(Map<String, Price> table, ToDoubleFunction<Price> which) {
        return table.values().stream().mapToDouble(which).max().orElse(0);
    }

    /// What a call costs; a price for a million tokens is one for a token in millionths.
    Amount cost(String model, Budget.Tokens tokens) {
        var price = price(model);
        return new Amount(tokens.input() + tokens.output(), (long)
                Math.ceil(tokens.input() * price.input() + tokens.output() * price.output()));
    }

    /// By the name as it is, without its edition, and without a company before a slash.
    private Price price(String model) {
        var name = model.substring(model.lastIndexOf('/') + 1);
        var known = table.getOrDefault(model, table.get(name));
        return known != null ? known : table.getOrDefault(EDITION.matcher(name).replaceFirst(""), dearest);
    }
}
