package io.parley.agent.tenancy;

/// The database can't do its work now; the same may succeed later.
public final class DatabaseAway extends RuntimeException {

    public DatabaseAway(Throwable cause) {
        super(cause);
    }
}
