package io.parley.channels.http;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.MediaSource;
import io.parley.channels.MediaSource.Located;
import io.parley.channels.Sender;
import io.parley.channels.Webhook;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A program of the tenant's own, speaking Parley's own JSON.
final class HttpChannel implements Channel {

    private final Webhook webhook;
    private final Sender sender;

    HttpChannel(Webhook webhook, Sender sender) {
        this.webhook = webhook;
        this.sender = sender;
    }

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public List<Field> fields() {
        return List.of(Field.text("secret"), Field.url("callback-url"));
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.of(webhook);
    }

    @Override
    public Sender sender() {
        return sender;
    }

    /// Attachments are URLs, of any public host; no credentials.
    @Override
    public Optional<MediaSource> media() {
        return Optional.of((attachment, account) -> attachment
                .getReference()
                .filter(Urls::isHttp)
                .<Located>map(url -> new Located.Found(URI.create(url), Map.of(), Set.of()))
                .orElseGet(() -> new Located.Gone("no-url")));
    }
}
