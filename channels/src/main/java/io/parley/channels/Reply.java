package io.parley.channels;

/// An answer to a provider.
///
/// @param mediaType of the body; empty where there is none
public record Reply(int status, String mediaType, String body) {

    public static Reply status(int status) {
        return new Reply(status, "", "");
    }

    public static Reply text(int status, String body) {
        return new Reply(status, "text/plain", body);
    }

    public static Reply json(int status, String body) {
        return new Reply(status, "application/json", body);
    }
}
