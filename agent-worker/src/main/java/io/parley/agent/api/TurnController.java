package io.parley.agent.api;

import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.DatabaseAway;
import io.parley.agent.turn.RunningTurns;
import io.parley.agent.turn.Turn;
import io.parley.agent.turn.TurnStore;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// Turns as jobs, each found by its own id or by that of one of its messages.
@RestController
@RequestMapping("/v1/turns/{id}")
class TurnController {

    private final TurnStore store;
    private final RunningTurns running;
    private final CurrentSettings settings;
    private final ControlPublisher controls;

    TurnController(TurnStore store, RunningTurns running, CurrentSettings settings, ControlPublisher controls) {
        this.store = store;
        this.running = running;
        this.settings = settings;
        this.controls = controls;
    }

    /// What the turn is doing, or how it ended; 404 where nobody knows it.
    @GetMapping
    TurnView turn(@PathVariable String id) {
        return stored(id)
                .map(turn -> TurnView.of(turn, running.find(turn.id())))
                .or(() -> running.find(id).map(TurnView::waiting))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /// What the turn said; 409 while it has not ended.
    @GetMapping("/result")
    TurnResult result(@PathVariable String id) {
        var turn = stored(id);
        if (turn.isEmpty() && running.find(id).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return turn.filter(known -> known.ending().isPresent())
                .map(TurnResult::of)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT));
    }

    /// Asks for the turn to be cancelled, through the client's log like every other cause; an ended turn stays as
    /// it is.
    @DeleteMapping
    ResponseEntity<Void> cancel(@PathVariable String id) {
        var turn = stored(id);
        var now = running.find(id);
        if (turn.isEmpty() && now.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        if (turn.flatMap(Turn::ending).isEmpty()) {
            var client =
                    turn.map(Turn::client).orElseGet(() -> now.orElseThrow().client());
            var turnId = turn.map(Turn::id).orElseGet(() -> now.orElseThrow().turnId());
            controls.cancel(client, turnId).join();
        }
        return ResponseEntity.accepted().build();
    }

    /// Row-level security shows one tenant at a time, and an id does not say whose it is.
    private Optional<Turn> stored(String id) {
        return settings.tenants().stream()
                .flatMap(tenant -> store.find(tenant, id).stream())
                .findFirst();
    }

    @ExceptionHandler
    ResponseEntity<String> away(DatabaseAway e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "2")
                .body("the database is out of reach");
    }

    static String lowerCase(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
