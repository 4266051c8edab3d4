package io.parley.agent.turn;

import io.parley.agent.memory.MemoryLine;
import io.parley.agent.model.Prompt;
import io.parley.agent.settings.AgentSettings;
import java.net.URI;
import java.util.ArrayList;

/// Makes the request that a turn puts to the model.
///
/// @param baseUrl where the model is reached unless the tenant says otherwise
/// @param apiKey for `baseUrl` only: it never goes to an address that a tenant has chosen
/// @param tries how often one model is asked
public record Prompting(URI baseUrl, String apiKey, String model, int tries) {

    Prompt prompt(Turn turn, AgentSettings settings, String modelName) {
        var lines = new ArrayList<Prompt.Line>();
        turn.memory().forEach(line -> lines.add(new Prompt.Line(line.role() != MemoryLine.Role.USER, line.text())));
        turn.inputs().stream()
                .filter(Input::isMessage)
                .forEach(input -> lines.add(new Prompt.Line(false, input.text())));
        return new Prompt(endpoint(settings), modelName, settings.temperature(), settings.systemPrompt(), lines);
    }

    String modelName(AgentSettings settings) {
        return settings.model().orElse(model);
    }

    private Prompt.Endpoint endpoint(AgentSettings settings) {
        var own = settings.baseUrl().map(URI::create).filter(address -> !address.equals(baseUrl));
        return own.map(address -> new Prompt.Endpoint(address, settings.apiKey().orElse("none")))
                .orElseGet(() -> new Prompt.Endpoint(baseUrl, settings.apiKey().orElse(apiKey)));
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Prompting[" + baseUrl + ", " + model + "]";
    }
}
