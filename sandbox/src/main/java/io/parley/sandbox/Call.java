package io.parley.sandbox;

import org.jspecify.annotations.Nullable;

/// One call to a provider's API.
///
/// @param person to whom it goes, as in the control API; empty where it goes to nobody
/// @param thread forum topic or thread
/// @param method the provider's name of what is called
/// @param opaque the caller's own id of the message, where the provider takes one
public record Call(
        String channel,
        String person,
        @Nullable String thread,
        String method,
        @Nullable String text,
        @Nullable String opaque) {

    /// A call that goes to nobody.
    public static Call of(String channel, String method) {
        return new Call(channel, "", null, method, null, null);
    }
}
