package io.parley.channels.slack;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.Sender;
import io.parley.channels.Webhook;
import java.util.List;
import java.util.Optional;

/// An account is an app in one workspace; a conversation is a direct message channel, or a thread of another one.
record Slack(Sender sender) implements Channel {

    @Override
    public String kind() {
        return "slack";
    }

    @Override
    public List<Field> fields() {
        return List.of(Field.text("bot-token"), Field.text("signing-secret"));
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.of(new SlackWebhook());
    }
}
