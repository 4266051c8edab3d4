package io.parley.channels.telegram;

import io.parley.channels.Account;
import io.parley.channels.MediaSource;
import io.parley.channels.ProviderApi.Answer;
import io.parley.schemas.avro.Attachment;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/// Finds files by their id (Telegram Bot API, getFile): up to 20 MB, at an address that holds for an hour.
final class TelegramMedia implements MediaSource {

    private static final Duration SOON = Duration.ofSeconds(3);

    private final TelegramApi api;

    TelegramMedia(TelegramApi api) {
        this.api = api;
    }

    @Override
    public Located locate(Attachment attachment, Account account) throws InterruptedException {
        if (attachment.getReference().isEmpty()) {
            return new Located.Gone("no-file");
        }
        var fileId = JsonNodeFactory.instance
                .objectNode()
                .put("file_id", attachment.getReference().get());
        return switch (api.call(account, "getFile", fileId)) {
            case Answer.NotSent(var cause) -> new Located.Later(SOON, "no-connection " + cause);
            case Answer.Lost(var cause) -> new Located.Later(SOON, cause);
            case Answer.Received received -> located(received, account);
        };
    }

    private Located located(Answer.Received answer, Account account) {
        var path = answer.body().path("result").path("file_path").asString("");
        if (answer.isSuccess() && !path.isEmpty()) {
            return api.file(account, path)
                    .<Located>map(url -> new Located.Found(url, Map.of(), Set.of(api.host())))
                    .orElseGet(() -> new Located.Gone("no-file"));
        }
        var description = answer.body().path("description").asString("");
        return switch (answer.status()) {
            case 429 -> new Located.Later(answer.retryAfter().orElse(SOON), "too-many-requests 429");
            case 400 -> new Located.Gone(description.contains("too big") ? "too-large 400" : "unknown-file 400");
            case 401, 403, 404 -> new Located.Gone("not-allowed " + answer.status());
            default -> new Located.Later(SOON, "http " + answer.status());
        };
    }
}
