package io.parley.ingress.webhooks.intake;

import io.parley.channels.Webhook;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parses what a provider has signed, within limits: a signature does not say that it can be borne. One value and
/// nothing
/// after it; of a key that stands twice the last counts.
final class StrictJson implements Webhook.Json {

    private static final int DEEPEST = 32;

    private final JsonMapper mapper;

    StrictJson(int longestDocument) {
        var limits = StreamReadConstraints.builder()
                .maxDocumentLength(longestDocument)
                .maxNestingDepth(DEEPEST)
                .maxStringLength(1024 * 1024)
                .maxNumberLength(64)
                .maxNameLength(1024)
                .maxTokenCount(300_000)
                .build();
        mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    @Override
    public JsonNode parse(byte[] bytes) {
        var body = mapper.readTree(bytes);
        if (body.isMissingNode()) {
            throw new StreamReadException("nothing there");
        }
        return body;
    }
}
