package io.parley.channels;

import java.util.List;
import java.util.Optional;

/// A kind of channel, complete: adding one is adding a package below this one with a `…Configuration` that makes a bean
/// of this type. Every service takes from it what it needs; a service that does not need a part never calls it.
///
/// All parts are stateless and called from many virtual threads at once.
public interface Channel {

    /// Its name on records, topics (`outbound.<kind>`), URLs (`/webhooks/<kind>/…`) and in the tenants file; matches
    /// `[a-z][a-z0-9-]{0,39}`.
    String kind();

    /// What an account of this kind says in the tenants file besides the fields that any channel has.
    List<Field> fields();

    /// How its provider reaches Parley.
    Optional<Webhook> webhook();

    /// How Parley reaches its provider.
    Sender sender();

    /// Where the files are that people send; empty where nobody can.
    default Optional<MediaSource> media() {
        return Optional.empty();
    }
}
