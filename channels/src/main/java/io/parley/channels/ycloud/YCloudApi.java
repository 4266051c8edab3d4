package io.parley.channels.ycloud;

import io.parley.channels.Account;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where YCloud's API is.
record YCloudApi(String base) {

    /// Reads the setting.
    ///
    /// @throws IllegalArgumentException when it is wrong; the message names it
    static YCloudApi of(String address) {
        if (!address.matches("https?://[^/\\s]+\\S*")) {
            throw new IllegalArgumentException(
                    "YCLOUD_API_BASE_URL must be an address that begins with http:// or https://");
        }
        return new YCloudApi(address.replaceAll("/+$", ""));
    }

    URI url(String... segments) {
        return URI.create(base + "/whatsapp/"
                + Arrays.stream(segments)
                        .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("/")));
    }

    /// Host, and port where one is named.
    String authority() {
        return URI.create(base).getAuthority();
    }

    /// The header by which an account is known.
    static Optional<Map<String, String>> credentials(Account account) {
        return account.text("api-key").map(key -> Map.of("X-API-Key", key));
    }

    /// The account's number as YCloud writes it: `+` and digits.
    static Optional<String> number(Account account) {
        return account.text("phone-number").map(YCloudApi::digits);
    }

    /// A phone number with `+`; anything else as it is.
    static String digits(String number) {
        var bare = number.replaceAll("[\\s().-]", "");
        return bare.matches("\\+?\\d{4,20}") ? "+" + bare.replace("+", "") : number;
    }
}
