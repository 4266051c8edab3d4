package io.parley.ingress.webhooks.intake;

import io.parley.channels.Call;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a request says besides its body. Reads no parameters of the servlet's: it would take a form's body to be some.
final class Requests {

    private Requests() {}

    static Call call(HttpServletRequest request, byte[] body, Clock clock) {
        var headers = new HashMap<String, String>();
        Collections.list(request.getHeaderNames())
                .forEach(name -> headers.put(
                        name.toLowerCase(Locale.ROOT),
                        Optional.ofNullable(request.getHeader(name)).orElse("")));
        return new Call(query(request.getQueryString()), headers, body, clock.instant());
    }

    /// Type of the body without parameters, in lower case; empty where it says none.
    static String mediaType(HttpServletRequest request) {
        var type = Optional.ofNullable(request.getContentType()).orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    static boolean isUncompressed(HttpServletRequest request) {
        var encoding = request.getHeader("Content-Encoding");
        return encoding == null || encoding.strip().equalsIgnoreCase("identity");
    }

    private static Map<String, String> query(@Nullable String text) {
        var parameters = new HashMap<String, String>();
        if (text != null) {
            for (var pair : text.split("&", -1)) {
                int end = pair.indexOf('=');
                if (end > 0) {
                    parameters.putIfAbsent(decoded(pair.substring(0, end)), decoded(pair.substring(end + 1)));
                }
            }
        }
        return parameters;
    }

    /// What is wrongly encoded stays as it is.
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
