package io.parley.ingress.webhooks.simulate;

import io.parley.ingress.webhooks.IngressWebhooksProperties;
import io.parley.ingress.webhooks.IngressWebhooksProperties.Simulate;
import io.parley.ingress.webhooks.RecordLog;
import io.parley.schemas.avro.IncomingMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Messages as if they had come in on a channel, for tries and tests.
@RestController
class SimulateController {

    private final Simulation simulation;
    private final RecordLog log;
    private final IngressWebhooksProperties properties;

    SimulateController(Simulation simulation, RecordLog log, IngressWebhooksProperties properties) {
        this.simulation = simulation;
        this.log = log;
        this.properties = properties;
    }

    /// 202 with `{message_id, client_id}` once Kafka has the message, 503 when it has not in time.
    @PostMapping("/simulate/message")
    CompletionStage<ResponseEntity<Map<String, String>>> simulate(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody SimulatedMessage message) {
        if (properties.simulate() == Simulate.ADMIN && !isAdmin(authorization)) {
            return CompletableFuture.completedFuture(refusal(401, "the admin token is needed"));
        }
        return switch (simulation.decide(message)) {
            case Simulation.Ending.Written(var record) ->
                log.write(record)
                        .handle((offset, failure) -> failure == null
                                ? accepted(record)
                                : ResponseEntity.status(503)
                                        .header(HttpHeaders.RETRY_AFTER, "2")
                                        .body(Map.of("error", "not accepted, send it again")));
            case Simulation.Ending.Refused(var status, var reason) ->
                CompletableFuture.completedFuture(refusal(status, reason));
        };
    }

    private boolean isAdmin(@Nullable String authorization) {
        var token = properties.adminToken();
        return !token.isBlank()
                && authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseEntity<Map<String, String>> accepted(IncomingMessage record) {
        return ResponseEntity.accepted()
                .body(Map.of("message_id", record.getMessageId(), "client_id", record.getClientId()));
    }

    private static ResponseEntity<Map<String, String>> refusal(int status, String reason) {
        return ResponseEntity.status(status).body(Map.of("error", reason));
    }
}
