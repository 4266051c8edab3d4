package io.parley.ingress.webhooks.intake;

import io.parley.channels.Account;
import io.parley.channels.Channel;
import io.parley.channels.Reply;
import io.parley.channels.Webhook;
import io.parley.ingress.webhooks.intake.Intake.Ending;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerMapping;

/// Serves one channel's URL: checks what can be checked without its body, reads that within limits, answers.
final class WebhookController implements HttpRequestHandler {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookController.class);

    private final String kind;
    private final Webhook webhook;
    private final Intake intake;
    private final Bodies bodies;
    private final WebhookMetrics metrics;
    private final Clock clock;

    WebhookController(
            Channel channel, Webhook webhook, Intake intake, Bodies bodies, WebhookMetrics metrics, Clock clock) {
        this.kind = channel.kind();
        this.webhook = webhook;
        this.intake = intake;
        this.bodies = bodies;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long began = System.nanoTime();
        var reply = switch (ending(request)) {
            case Ending.Answered(var answer) -> answer;
            case Ending.Refused(var status, var reason) -> refused(request, response, status, reason);
        };
        metrics.answered(kind, reply.status(), Duration.ofNanos(System.nanoTime() - began));
        answer(request, response, reply);
    }

    private Ending ending(HttpServletRequest request) throws IOException {
        var isPost = request.getMethod().equals("POST");
        if (!isPost && !request.getMethod().equals("GET")) {
            return new Ending.Refused(405, "method");
        }
        if (!intake.isReady()) {
            return new Ending.Refused(503, "starting");
        }
        var account = intake.account(kind, channel(request));
        if (account.isEmpty()) {
            return new Ending.Refused(404, "no-such-account");
        }
        if (!isPost) {
            return new Ending.Answered(webhook.verify(Requests.call(request, new byte[0], clock), account.get()));
        }
        return isAcceptable(request) ? read(request, account.get()) : new Ending.Refused(415, "content-type");
    }

    private static String channel(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        && variables.get("channel") instanceof String channel
                ? channel
                : "";
    }

    private boolean isAcceptable(HttpServletRequest request) {
        return webhook.mediaTypes().contains(Requests.mediaType(request)) && Requests.isUncompressed(request);
    }

    private Ending read(HttpServletRequest request, Account account) throws IOException {
        try (var body = bodies.read(request.getInputStream(), request.getContentLengthLong())) {
            return switch (body) {
                case Bodies.Body.Whole(var bytes, var _) ->
                    intake.post(webhook, account, Requests.call(request, bytes, clock));
                case Bodies.Body.Cut(var status, var reason) -> new Ending.Refused(status, reason);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ending.Refused(503, "stopping");
        }
    }

    private Reply refused(HttpServletRequest request, HttpServletResponse response, int status, String reason) {
        LOG.atInfo()
                .addKeyValue("channel", kind)
                .addKeyValue("status", status)
                .addKeyValue("reason", reason)
                .addKeyValue("bytes", request.getContentLengthLong())
                .log("webhook refused");
        if (status == 405) {
            response.setHeader("Allow", "GET, POST");
        }
        if (status == 503) {
            response.setHeader("Retry-After", "2");
        }
        return Reply.status(status);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Reply reply) throws IOException {
        var body = reply.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(reply.status());
        response.setContentLength(body.length);
        if (!reply.mediaType().isEmpty()) {
            response.setContentType(reply.mediaType() + ";charset=utf-8");
        }
        if (reply.status() == 408 || reply.status() == 413) {
            response.setHeader("Connection", "close");
        }
        response.getOutputStream().write(body);
        response.flushBuffer();
        if (reply.status() >= 400 && reply.status() != 408) {
            bodies.discard(request.getInputStream());
        }
    }
}
