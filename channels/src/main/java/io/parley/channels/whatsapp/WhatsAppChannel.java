package io.parley.channels.whatsapp;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.MediaSource;
import io.parley.channels.ProviderApi;
import io.parley.channels.Sender;
import io.parley.channels.Webhook;
import java.util.List;
import java.util.Optional;

/// WhatsApp by Meta's Cloud API.
final class WhatsAppChannel implements Channel {

    private final Webhook webhook = new WhatsAppWebhook();
    private final Sender sender;
    private final MediaSource media;

    WhatsAppChannel(GraphApi graph, ProviderApi api) {
        this.sender = new WhatsAppSender(graph, api);
        this.media = new WhatsAppMedia(graph, api);
    }

    @Override
    public String kind() {
        return "whatsapp";
    }

    @Override
    public List<Field> fields() {
        return List.of(
                Field.text("phone-number-id"),
                Field.text("access-token"),
                Field.text("app-secret"),
                Field.text("verify-token"),
                Field.text("template"));
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.of(webhook);
    }

    @Override
    public Sender sender() {
        return sender;
    }

    @Override
    public Optional<MediaSource> media() {
        return Optional.of(media);
    }
}
