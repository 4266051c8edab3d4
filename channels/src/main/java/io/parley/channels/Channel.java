package io.parley.channels;

import java.util.List;
import java.util.Optional;

/// A kind of channel, complete: adding one is adding a package below this one with a `…Configuration` that makes a bean
/// of this type. Every service takes from it what it needs; a service that does not need a part never calls it.
///
/// All parts are stateless and called from many virtual threads at once.
///
/// @param kind its name on records, topics (`outbound.<kind>`), URLs (`/webhooks/<kind>/…`) and in the tenants file;
///     matches `[a-z][a-z0-9-]{0,39}`
/// @param fields what an account of this kind says in the tenants file besides the fields that any channel has
/// @param webhook how its provider reaches Parley
/// @param sender how Parley reaches its provider
/// @param media where the files are that people send; empty where nobody can
public record Channel(
        String kind, List<Field> fields, Optional<Webhook> webhook, Sender sender, Optional<MediaSource> media) {

    public Channel {
        fields = List.copyOf(fields);
    }

    /// On which people send words, and no files.
    public Channel(String kind, List<Field> fields, Webhook webhook, Sender sender) {
        this(kind, fields, Optional.of(webhook), sender, Optional.empty());
    }

    /// On which people send words and files.
    public Channel(String kind, List<Field> fields, Webhook webhook, Sender sender, MediaSource media) {
        this(kind, fields, Optional.of(webhook), sender, Optional.of(media));
    }
}
