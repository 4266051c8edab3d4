package io.parley.ingress.ws.access;

import io.parley.ingress.ws.limit.Address;
import io.parley.ingress.ws.limit.Allowances;
import io.parley.ingress.ws.tenant.Tenants;
import io.parley.ingress.ws.tenant.WebChannel;
import io.parley.ingress.ws.tenant.WebChannel.Guests;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Which tenants there are to write to, and tokens for guests.
@RestController
class AccessController {

    /// A tenant that anybody may write to.
    record OpenTenant(String id, String name, String language) {}

    /// Asks for a guest token; without an id a new one is made.
    record GuestRequest(@Nullable String user_id) {}

    /// A guest's token, for `Sec-WebSocket-Protocol: parley.v1, bearer.<token>`.
    record GuestAnswer(String token, String user_id, Instant expires_at) {}

    private final Tenants tenants;
    private final GuestTokens tokens;
    private final Allowances allowances;

    AccessController(Tenants tenants, GuestTokens tokens, Allowances allowances) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.allowances = allowances;
    }

    @GetMapping("/v1/tenants")
    ResponseEntity<List<OpenTenant>> tenants() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .body(tenants.open().stream()
                        .map(channel -> new OpenTenant(
                                channel.tenant(),
                                channel.names().name(),
                                channel.names().language()))
                        .toList());
    }

    @PostMapping("/v1/tenants/{tenant}/guest-tokens")
    ResponseEntity<GuestAnswer> guestToken(
            @PathVariable String tenant,
            @RequestHeader(HttpHeaders.ORIGIN) Optional<String> origin,
            @RequestHeader(HttpHeaders.HOST) Optional<String> host,
            @RequestBody(required = false) @Nullable GuestRequest body,
            HttpServletRequest request) {
        var wait = allowances.knock(Address.of(request.getRemoteAddr()));
        if (wait.isPresent()) {
            return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                    .header(HttpHeaders.RETRY_AFTER, Long.toString(wait.get().toSeconds() + 1))
                    .build();
        }
        var channel = tenants.webChannel(tenant);
        if (channel.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        if (channel.get().guests() == Guests.NONE || !allowed(channel.get(), origin, host)) {
            return ResponseEntity.status(HttpStatus.FORBIDDEN).build();
        }
        var id = Optional.ofNullable(body)
                .map(GuestRequest::user_id)
                .orElseGet(() -> UUID.randomUUID().toString());
        if (!Admission.isUserId(id)) {
            return ResponseEntity.badRequest().build();
        }
        var issued = tokens.issue(tenant, id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new GuestAnswer(issued.token(), id, issued.expiresAt()));
    }

    private static boolean allowed(WebChannel channel, Optional<String> origin, Optional<String> host) {
        return origin.map(from -> channel.allows(from, Origins.own(from, host.orElse(""))))
                .orElseGet(() -> channel.origins().contains("*"));
    }
}
