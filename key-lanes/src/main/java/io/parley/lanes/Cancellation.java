package io.parley.lanes;

/// Why running work shall stop.
public enum Cancellation {
    /// A record of the same key, matched by the builder's `cancels`, waits behind the running work.
    BY_CLIENT,
    /// This process stops; another one will get the unfinished records.
    SHUTDOWN,
    /// The partition belongs to another member of the group now; whatever is finished from here on does not
    /// count.
    REVOKED
}
