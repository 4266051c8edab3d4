package io.parley.schemas.topics;

/// What exists on the broker contradicts what this installation is configured to be; the start must stop.
/// The message is one line that names the topic or group, what was found and what was expected.
public final class InstallationMismatch extends RuntimeException {

    InstallationMismatch(String message) {
        super(message);
    }
}
