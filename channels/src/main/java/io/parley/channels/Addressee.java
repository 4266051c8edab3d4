package io.parley.channels;

import io.parley.schemas.ClientId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// To whom something is sent.
///
/// @param externalId the id that the person has now, which may differ from the one in the client_id
/// @param attributes what the channel kept of the message that is answered
public record Addressee(Account account, ClientId client, String externalId, Map<String, String> attributes) {

    public Addressee {
        attributes = Map.copyOf(attributes);
    }

    /// Forum topic or thread.
    public @Nullable String thread() {
        return client.threadId();
    }

    /// What the channel kept under this name.
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }
}
