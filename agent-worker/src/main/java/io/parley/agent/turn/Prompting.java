package io.parley.agent.turn;

import io.parley.agent.media.Attached;
import io.parley.agent.media.Media;
import io.parley.agent.model.Prompt;
import io.parley.agent.settings.AgentSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Makes the request that a turn puts to the model.
///
/// @param baseUrl where the model is reached unless the tenant says otherwise
/// @param apiKey for `baseUrl` only: it never goes to an address that a tenant has chosen
/// @param transcription the model that transcribes, unless the tenant has one of its own
/// @param tries how often one model is asked
public record Prompting(URI baseUrl, String apiKey, String model, String transcription, int tries) {

    /// What models that see take (OpenAI, Images and vision).
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    /// @param media where pictures are, should the model see them
    Prompt prompt(Turn turn, AgentSettings settings, String modelName, Media media) {
        var lines = new ArrayList<Prompt.Line>();
        turn.memory().forEach(line -> lines.add(new Prompt.Line(line.role().isOurs(), line.text())));
        turn.inputs().stream()
                .filter(Input::isMessage)
                .forEach(input -> lines.add(new Prompt.Line(
                        false, Words.of(turn, input), settings.vision() ? pictures(turn, input, media) : List.of())));
        return new Prompt(endpoint(settings), modelName, settings.temperature(), settings.systemPrompt(), lines);
    }

    String modelName(AgentSettings settings) {
        return settings.model().orElse(model);
    }

    private static List<Prompt.Picture> pictures(Turn turn, Input input, Media media) {
        return input.carried().files().stream()
                .filter(Attached::hasFile)
                .flatMap(file -> Findings.kept(turn, file).stream())
                .filter(kept -> PICTURES.contains(kept.mediaType()))
                .map(kept -> new Prompt.Picture(kept.hash(), kept.mediaType(), () -> media.content(kept.hash())))
                .toList();
    }

    String transcription(AgentSettings settings) {
        return settings.transcriptionModel().orElse(transcription);
    }

    Prompt.Endpoint endpoint(AgentSettings settings) {
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
