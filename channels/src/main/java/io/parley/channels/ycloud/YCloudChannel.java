package io.parley.channels.ycloud;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.MediaSource;
import io.parley.channels.ProviderApi;
import io.parley.channels.Sender;
import io.parley.channels.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// WhatsApp by YCloud.
final class YCloudChannel implements Channel {

    private final Webhook webhook;
    private final Sender sender;
    private final MediaSource media;

    YCloudChannel(YCloudApi ycloud, ProviderApi api, Duration signatureTolerance) {
        this.webhook = new YCloudWebhook(signatureTolerance);
        this.sender = new YCloudSender(ycloud, api);
        this.media = new YCloudMedia(ycloud);
    }

    @Override
    public String kind() {
        return "ycloud";
    }

    @Override
    public List<Field> fields() {
        return List.of(
                Field.text("phone-number"),
                Field.text("api-key"),
                Field.text("webhook-secret"),
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
