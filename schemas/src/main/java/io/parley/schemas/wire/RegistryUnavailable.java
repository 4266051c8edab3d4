package io.parley.schemas.wire;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/// The schema registry did not answer, or not as it should: says nothing about the record, which can be tried again.
public final class RegistryUnavailable extends RetriableException {

    RegistryUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
