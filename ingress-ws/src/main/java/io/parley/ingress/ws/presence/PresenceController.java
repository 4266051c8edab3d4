package io.parley.ingress.ws.presence;

import io.parley.ingress.ws.slot.SlotKeeper;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Who is connected, where, since when; on all nodes, whichever is asked.
@RestController
class PresenceController {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final SessionLog log;
    private final SlotKeeper slots;

    PresenceController(SessionLog log, SlotKeeper slots) {
        this.log = log;
        this.slots = slots;
    }

    /// A client's connections; none for one that nobody knows. 503 where the log can't be read in time.
    @GetMapping("/admin/presence/{clientId}")
    ResponseEntity<Presence> presence(@PathVariable String clientId) throws InterruptedException {
        return log.read(clientId)
                .map(connections -> ResponseEntity.ok(Presence.of(clientId, connections.on(slots.nodes()))))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header(HttpHeaders.RETRY_AFTER, Long.toString(RETRY.toSeconds()))
                        .build());
    }
}
