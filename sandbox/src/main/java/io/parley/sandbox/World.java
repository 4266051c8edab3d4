package io.parley.sandbox;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/// What the providers share.
///
/// @param url where this server is, for addresses in webhooks
public record World(
        Clock clock,
        Accounts accounts,
        Settings settings,
        Screens screens,
        Deliveries deliveries,
        Faults faults,
        Webhooks webhooks,
        FileStore files,
        Supplier<String> url) {

    /// What a provider does when it is called.
    @FunctionalInterface
    public interface Action {
        Answer run();
    }

    /// Answers one call: it is recorded, and goes wrong where a fault says so. Every call to an API goes through here.
    public void answer(Exchange exchange, Provider provider, Call call, Action action)
            throws IOException, InterruptedException {
        Optional<Fault> fault = faults.take(call);
        if (fault.isPresent() && !fault.get().afterDelivery()) {
            deliveries.add(call, fault.get().recorded(provider), false);
            fault.get().befall(exchange, provider);
            return;
        }
        Answer answer = action.run();
        if (fault.isEmpty()) {
            deliveries.add(call, answer, answer.delivered());
            exchange.answer(answer);
        } else {
            deliveries.add(call, fault.get().recorded(provider).with(answer), answer.delivered());
            fault.get().befallAfter(exchange, provider, answer);
        }
    }
}
