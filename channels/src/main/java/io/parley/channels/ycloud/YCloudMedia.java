package io.parley.channels.ycloud;

import io.parley.channels.Account;
import io.parley.channels.MediaSource;
import io.parley.schemas.avro.Attachment;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Files by the link that the message holds: open for minutes, with the key for about 30 days (YCloud, inbound
/// messages).
final class YCloudMedia implements MediaSource {

    private final YCloudApi ycloud;

    YCloudMedia(YCloudApi ycloud) {
        this.ycloud = ycloud;
    }

    @Override
    public Located locate(Attachment attachment, Account account) {
        var hosts = Set.of(ycloud.authority());
        var credentials = YCloudApi.credentials(account);
        var link = attachment.getReference().flatMap(YCloudMedia::address);
        if (link.isEmpty() || credentials.isEmpty()) {
            return new Located.Gone(link.isEmpty() ? "no-address" : "settings-incomplete");
        }
        return hosts.contains(link.get().getAuthority())
                ? new Located.Found(link.get(), credentials.get(), hosts)
                : new Located.Gone("foreign-host");
    }

    private static Optional<URI> address(String link) {
        try {
            return Optional.of(URI.create(link)).filter(url -> url.getAuthority() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
