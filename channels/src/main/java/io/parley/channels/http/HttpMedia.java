package io.parley.channels.http;

import io.parley.channels.Account;
import io.parley.channels.MediaSource;
import io.parley.schemas.avro.Attachment;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/// Attachments are URLs, of any public host; no credentials.
final class HttpMedia implements MediaSource {

    @Override
    public Located locate(Attachment attachment, Account account) {
        return attachment
                .getReference()
                .filter(Urls::isHttp)
                .<Located>map(url -> new Located.Found(URI.create(url), Map.of(), Set.of()))
                .orElseGet(() -> new Located.Gone("no-url"));
    }
}
