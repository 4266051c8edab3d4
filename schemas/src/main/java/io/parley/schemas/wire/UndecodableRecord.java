package io.parley.schemas.wire;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// Bytes that will never become a record; they belong into the dead-letter topic.
public final class UndecodableRecord extends SerializationException {

    UndecodableRecord(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
