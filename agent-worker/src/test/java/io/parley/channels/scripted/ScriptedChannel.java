package io.parley.channels.scripted;

import io.parley.channels.Account;
import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.MediaSource;
import io.parley.channels.Sender;
import io.parley.channels.Webhook;
import io.parley.schemas.avro.Attachment;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A channel of the tests, whose files are where their references say.
public final class ScriptedChannel implements Channel, MediaSource {

    @Override
    public String kind() {
        return "scripted";
    }

    @Override
    public List<Field> fields() {
        return List.of();
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.empty();
    }

    @Override
    public Sender sender() {
        throw new UnsupportedOperationException("nothing is sent in these tests");
    }

    @Override
    public Optional<MediaSource> media() {
        return Optional.of(this);
    }

    @Override
    public Located locate(Attachment attachment, Account account) {
        var address = URI.create(attachment.getReference().orElseThrow());
        return new Located.Found(address, Map.of("X-Token", "secret"), Set.of(address.getAuthority()));
    }
}
