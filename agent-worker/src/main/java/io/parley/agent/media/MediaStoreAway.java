package io.parley.agent.media;

/// The store can't keep or give a file now.
public final class MediaStoreAway extends RuntimeException {

    private static final long serialVersionUID = 1;

    MediaStoreAway(Throwable cause) {
        super(cause);
    }
}
