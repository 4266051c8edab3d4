package io.parley.channels.telegram;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.MediaSource;
import io.parley.channels.Sender;
import io.parley.channels.Webhook;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Bots on Telegram: private chats, groups, and forum topics, each a conversation of its own.
final class TelegramChannel implements Channel {

    private final Webhook webhook;
    private final Sender sender;
    private final MediaSource media;

    TelegramChannel(TelegramApi api, Clock clock) {
        this.webhook = new TelegramWebhook(clock);
        this.sender = new TelegramSender(api);
        this.media = new TelegramMedia(api);
    }

    @Override
    public String kind() {
        return "telegram";
    }

    @Override
    public List<Field> fields() {
        return List.of(Field.text(TelegramApi.BOT_TOKEN), Field.text(TelegramWebhook.WEBHOOK_SECRET));
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
