package io.parley.ingress.ws.tenant;

import io.parley.schemas.settings.TenantDocument;
import io.parley.schemas.settings.TenantSettingsFeed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The tenants' web channels as their settings say now.
public final class Tenants {

    private record Read(TenantDocument document, Optional<WebChannel> channel) {}

    private final Function<String, Optional<TenantDocument>> current;
    private final Supplier<List<TenantDocument>> all;
    private final ConcurrentMap<String, Read> read = new ConcurrentHashMap<>();

    public Tenants(TenantSettingsFeed feed) {
        this(feed::current, feed::all);
    }

    Tenants(Function<String, Optional<TenantDocument>> current, Supplier<List<TenantDocument>> all) {
        this.current = current;
        this.all = all;
    }

    /// The web channel of a tenant; empty for an unknown tenant and for one without a web channel.
    public Optional<WebChannel> webChannel(String tenant) {
        return current.apply(tenant).flatMap(this::read);
    }

    /// The channel for who names no tenant: that of the first enabled tenant in the file.
    public Optional<WebChannel> standard() {
        return all.get().stream().filter(TenantDocument::enabled).findFirst().flatMap(this::read);
    }

    /// Enabled tenants that anybody may write to, in the order of the file.
    public List<WebChannel> open() {
        return all.get().stream()
                .filter(TenantDocument::enabled)
                .flatMap(document -> read(document).stream())
                .filter(channel -> channel.guests() == WebChannel.Guests.OPEN)
                .toList();
    }

    private Optional<WebChannel> read(TenantDocument document) {
        var known = read.get(document.tenant());
        if (known == null || !known.document().version().equals(document.version())) {
            known = new Read(document, WebChannel.of(document));
            read.put(document.tenant(), known);
        }
        return known.channel();
    }
}
