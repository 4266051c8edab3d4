package io.parley.agent.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.agent.Client;
import io.parley.agent.settings.CurrentSettings;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.IncomingKind;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// People in a conversation. What they do goes through the client's log like everything else: accepted
/// here, done by the client's lane.
@RestController
@RequestMapping("/v1/conversations/{clientId}")
@ResponseStatus(HttpStatus.ACCEPTED)
class ConversationController {

    private final CurrentSettings settings;
    private final ControlPublisher controls;
    private final Clock clock;

    ConversationController(CurrentSettings settings, ControlPublisher controls, Clock clock) {
        this.settings = settings;
        this.controls = controls;
        this.clock = clock;
    }

    /// What was written for the lane.
    record Accepted(@JsonProperty("message_id") String messageId) {}

    /// The agent stops and keeps silent.
    @PostMapping("/take-over")
    Accepted takeOver(
            @PathVariable String clientId, @RequestBody Instruction.Request body, HttpServletRequest request) {
        return write(clientId, request, IncomingKind.TAKE_OVER, Instruction.takeOver(body, clock.instant()));
    }

    /// The person's words go to the client; the agent keeps silent.
    @PostMapping("/reply")
    Accepted reply(@PathVariable String clientId, @RequestBody Instruction.Request body, HttpServletRequest request) {
        return write(clientId, request, IncomingKind.HUMAN_REPLY, Instruction.reply(body));
    }

    /// The agent answers again.
    @PostMapping("/hand-back")
    Accepted handBack(
            @PathVariable String clientId, @RequestBody Instruction.Request body, HttpServletRequest request) {
        return write(clientId, request, IncomingKind.HAND_BACK, Instruction.handBack(body));
    }

    private Accepted write(String clientId, HttpServletRequest request, IncomingKind kind, Instruction instruction) {
        var client = Stream.of(clientId, asWritten(request))
                .flatMap(text -> parsed(text).stream())
                .findFirst()
                .flatMap(this::known)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return new Accepted(controls.write(client, kind, instruction).join());
    }

    /// A client_id holds percent signs: in a path it may stand as it is, or encoded once more.
    private static String asWritten(HttpServletRequest request) {
        var path = request.getRequestURI().split("/", -1);
        return path[path.length - 2];
    }

    private static Optional<ClientId> parsed(String text) {
        try {
            return Optional.of(ClientId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Of a tenant that is there, over an account of that tenant.
    private Optional<Client> known(ClientId id) {
        return settings.current(id.tenant())
                .flatMap(tenant -> tenant.channelKind(id.account()))
                .map(kind -> new Client(id.toString(), id.tenant(), kind, id.account()));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> bad(Instruction.Bad e) {
        return ResponseEntity.badRequest().body(Map.of("error", String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> away(CompletionException e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "2")
                .body(Map.of("error", "Kafka is out of reach"));
    }
}
