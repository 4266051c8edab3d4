package io.parley.egress.delivery;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.Webhook;
import java.util.List;
import java.util.Optional;

/// A kind of channel that no provider has.
record PigeonPost(RecordingSender sender) implements Channel {

    static final String KIND = "pigeon";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Field> fields() {
        return List.of();
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.empty();
    }
}
