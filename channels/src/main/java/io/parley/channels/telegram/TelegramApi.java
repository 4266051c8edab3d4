package io.parley.channels.telegram;

import io.parley.channels.Account;
import io.parley.channels.Multipart;
import io.parley.channels.ProviderApi;
import io.parley.channels.ProviderApi.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Calls the Bot API, whose addresses hold the bot's token: no address is ever logged, thrown or kept.
final class TelegramApi {

    static final String BOT_TOKEN = "bot-token";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9:_-]{1,128}");
    private static final Answer UNAUTHORIZED = new Answer.Received(401, Optional.empty(), MissingNode.getInstance());

    private final ProviderApi api;
    private final URI base;

    /// @param baseUrl `https://api.telegram.org`, a local Bot API server, or a stand-in
    TelegramApi(ProviderApi api, String baseUrl) {
        if (!baseUrl.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
            throw new IllegalArgumentException("TELEGRAM_API_BASE_URL must be like https://api.telegram.org");
        }
        this.api = api;
        this.base = URI.create(baseUrl.replaceAll("/+$", ""));
    }

    /// Calls a method. An account without a usable token is answered as Telegram answers a revoked one.
    Answer call(Account account, String method, JsonNode parameters) throws InterruptedException {
        var url = url(account, method);
        return url.isPresent() ? api.post(url.get(), Map.of(), parameters) : UNAUTHORIZED;
    }

    /// The same, with a file.
    Answer call(Account account, String method, Multipart parameters) throws InterruptedException {
        var url = url(account, method);
        return url.isPresent() ? api.post(url.get(), Map.of(), parameters) : UNAUTHORIZED;
    }

    private Optional<URI> url(Account account, String method) {
        return token(account).map(token -> URI.create(base + "/bot" + token + "/" + method));
    }

    /// Where a file is whose path `getFile` has told.
    Optional<URI> file(Account account, String path) {
        var escaped = URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
        return token(account).map(token -> URI.create(base + "/file/bot" + token + "/" + escaped));
    }

    /// The one host, with its port if one is named, that files come from.
    String host() {
        return base.getRawAuthority();
    }

    private static Optional<String> token(Account account) {
        return account.text(BOT_TOKEN).filter(token -> TOKEN.matcher(token).matches());
    }
}
