package io.parley.channels.whatsapp;

import io.parley.channels.Account;
import io.parley.channels.MediaSource;
import io.parley.channels.Outcome;
import io.parley.channels.ProviderApi;
import io.parley.channels.ProviderApi.Answer;
import io.parley.schemas.avro.Attachment;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Files by `GET /{media-id}`, which names an address for five minutes; that, too, is fetched with the token. Ids live
/// for a week (Meta, Cloud API, media).
final class WhatsAppMedia implements MediaSource {

    private static final String FILES = "lookaside.fbsbx.com";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATE = Duration.ofMinutes(1);

    private final GraphApi graph;
    private final ProviderApi api;

    WhatsAppMedia(GraphApi graph, ProviderApi api) {
        this.graph = graph;
        this.api = api;
    }

    @Override
    public Located locate(Attachment attachment, Account account) throws InterruptedException {
        var reference = attachment.getReference();
        var credentials = GraphApi.credentials(account);
        if (reference.isEmpty()) {
            return new Located.Gone("no-reference");
        }
        if (credentials.isEmpty()) {
            return new Located.Gone("settings-incomplete");
        }
        if (reference.get().matches("https?://.*")) {
            return found(reference.get(), credentials.get());
        }
        return switch (api.get(graph.url(reference.get()), credentials.get())) {
            case Answer.Received received
            when received.isSuccess() -> found(received.body().path("url").asString(""), credentials.get());
            case Answer.Received received -> failed(received);
            case Answer.NotSent notSent -> new Located.Later(SOON, "no-connection");
            case Answer.Lost lost -> new Located.Later(SOON, "no-answer");
        };
    }

    /// The token goes to Meta's own hosts only.
    private Located found(String url, Map<String, String> credentials) {
        var hosts = Set.of(graph.authority(), FILES);
        try {
            var address = URI.create(url);
            return address.getAuthority() != null && hosts.contains(address.getAuthority())
                    ? new Located.Found(address, credentials, hosts)
                    : new Located.Gone("foreign-host");
        } catch (IllegalArgumentException e) {
            return new Located.Gone("no-address");
        }
    }

    private static Located failed(Answer.Received answer) {
        var error = GraphError.of(answer);
        return switch (error.outcome()) {
            case Outcome.Later later -> new Located.Later(later.after(), later.reason());
            case Outcome.Unknown unknown -> new Located.Later(SOON, unknown.cause());
            case Outcome.Refused refused -> new Located.Gone(refused.reason());
            // The account's token is refused, or the id names nothing that it may see: Meta answers 100 to that.
            case Outcome.Halted halted ->
                error.code() == 100 ? new Located.Gone(halted.reason()) : new Located.Later(LATE, halted.reason());
            default -> new Located.Gone("status " + answer.status());
        };
    }
}
