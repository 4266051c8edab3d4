package io.parley.sandbox;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What `PUT /sandbox/settings` changes.
public final class Settings {

    private record Values(
            boolean limits,
            boolean statuses,
            double duplicates,
            boolean shuffle,
            double retryScale,
            boolean lateRefusals,
            String escapes) {}

    private static final Set<String> ESCAPES = Set.of("ascii", "all", "raw");
    private static final Values START = new Values(true, true, 0, false, 1, false, "ascii");

    private volatile Values values = START;

    Settings() {}

    /// Whether the rate limits hold.
    public boolean limits() {
        return values.limits;
    }

    /// Whether what becomes of a message is reported.
    public boolean statuses() {
        return values.statuses;
    }

    /// The share of webhooks that are posted again although they were answered.
    public double duplicateWebhooks() {
        return values.duplicates;
    }

    /// Whether webhooks of providers without an order overtake each other.
    public boolean shuffleWebhooks() {
        return values.shuffle;
    }

    /// By what the delays before a webhook is posted again are multiplied.
    public double retryScale() {
        return values.retryScale;
    }

    /// Whether a provider that may refuse at once or by a status does it by a status.
    public boolean lateRefusals() {
        return values.lateRefusals;
    }

    /// How webhooks are escaped where a provider has more than one way: `ascii`, `all` or `raw`.
    public String escapes() {
        return values.escapes;
    }

    /// Takes the fields that are there.
    synchronized void change(JsonNode change) {
        values = new Values(
                change.path("limits").asBoolean(values.limits),
                change.path("statuses").asBoolean(values.statuses),
                Math.clamp(change.path("duplicate_webhooks").asDouble(values.duplicates), 0, 1),
                change.path("shuffle_webhooks").asBoolean(values.shuffle),
                Math.clamp(change.path("retry_scale").asDouble(values.retryScale), 0, 1),
                change.path("late_refusals").asBoolean(values.lateRefusals),
                escapes(change));
    }

    private String escapes(JsonNode change) {
        String escapes = change.path("escapes").asString(values.escapes);
        if (!ESCAPES.contains(escapes)) {
            throw ControlError.wrong("escapes are ascii, all or raw");
        }
        return escapes;
    }

    ObjectNode toJson() {
        return Json.object()
                .put("limits", values.limits)
                .put("statuses", values.statuses)
                .put("duplicate_webhooks", values.duplicates)
                .put("shuffle_webhooks", values.shuffle)
                .put("retry_scale", values.retryScale)
                .put("late_refusals", values.lateRefusals)
                .put("escapes", values.escapes);
    }
}
