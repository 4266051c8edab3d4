package io.parley.channels;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A request as a provider has made it. The array is not copied: a body has up to 3 MB.
///
/// @param query parameters, decoded, the first of each name
/// @param headers names in lower case, the first value of each name
/// @param body the bytes as they came
/// @param at when it came
@SuppressWarnings("ArrayRecordComponent")
public record Call(Map<String, String> query, Map<String, String> headers, byte[] body, Instant at) {

    public Call {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// A header's value, whatever the case of its name.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    /// A parameter of the query.
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }
}
