package io.parley.channels.slack;

import io.parley.channels.Addressee;
import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Markup;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi;
import io.parley.channels.ProviderApi.Answer;
import io.parley.channels.Sender;
import io.parley.schemas.avro.AgentReply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Posts with `chat.postMessage` (https://docs.slack.dev/reference/methods/chat.postMessage).
final class SlackSender implements Sender {

    /// What a section of blocks holds; a plain text is best kept under 4,000.
    private static final int LONGEST = 3_000;

    /// Slack's own `mrkdwn`, in which only these three are escaped.
    private static final Markup.Style MRKDWN = new Markup.Marks("*", "_", "~", "`", Markup::escapeEntities);

    private final ProviderApi api;
    private final URI post;

    SlackSender(ProviderApi api, URI base) {
        this.api = api;
        this.post = URI.create(base + "/chat.postMessage");
    }

    @Override
    public List<Piece> pieces(AgentReply entry, Addressee to) {
        var bodies = new ArrayList<ObjectNode>();
        Markup.render(entry, MRKDWN, LONGEST, Markup::codePoints).forEach(text -> bodies.add(body(text)));
        entry.getImageUrl()
                .ifPresent(url -> bodies.add(body(Markup.escapeEntities(url)).put("unfurl_media", true)));
        if (!entry.getButtons().isEmpty()) {
            addButtons(bodies.isEmpty() ? body("…") : bodies.removeLast(), entry, bodies);
        }
        return Piece.numbered(entry, "chat.postMessage", bodies);
    }

    private static ObjectNode body(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text).put("unfurl_links", false);
    }

    /// A row of buttons under the words; Slack takes 25.
    private static void addButtons(ObjectNode body, AgentReply entry, List<ObjectNode> bodies) {
        var blocks = body.putArray("blocks");
        var words = blocks.addObject().put("type", "section").putObject("text");
        words.put("type", "mrkdwn").put("text", body.path("text").asString(""));
        var elements = blocks.addObject().put("type", "actions").putArray("elements");
        entry.getButtons().stream().limit(25).forEach(button -> {
            var element = elements.addObject().put("type", "button");
            element.put("action_id", button.getId()).put("value", button.getId());
            element.putObject("text").put("type", "plain_text").put("text", button.getTitle());
        });
        bodies.add(body);
    }

    @Override
    public Outcome send(Piece piece, Addressee to) throws InterruptedException {
        var token = to.account().text("bot-token").orElse("");
        var body = piece.body().deepCopy().put("channel", to.externalId());
        Optional.ofNullable(to.thread()).ifPresent(thread -> body.put("thread_ts", thread));
        return api.post(post, Map.of("Authorization", "Bearer " + token), body).outcome(SlackSender::outcome);
    }

    /// Failures come as 200 with `ok: false`, except for 429 and broken servers.
    private static Outcome outcome(Answer.Received answer) {
        if (answer.isSuccess() && answer.body().path("ok").asBoolean(false)) {
            return new Outcome.Sent(answer.body().path("ts").asString(""));
        }
        var error = answer.status() == 429
                ? "ratelimited"
                : answer.body().path("error").asString("http-error");
        return switch (error) {
            case "ratelimited", "rate_limited", "message_limit_exceeded" ->
                new Outcome.Later(answer.retryAfter().orElse(Duration.ofSeconds(1)), Scope.ACCOUNT, error);
            case "invalid_auth", "not_authed", "token_expired", "token_revoked", "account_inactive", "missing_scope" ->
                new Outcome.Halted(error);
            case "internal_error", "fatal_error", "service_unavailable", "request_timeout" ->
                new Outcome.Unknown(error);
            default -> answer.status() >= 500 ? new Outcome.Unknown(error) : new Outcome.Refused(error);
        };
    }

    /// About one a second in a channel, with bursts; several hundred a minute in a workspace.
    @Override
    public List<Limit> limits(Addressee to) {
        return List.of(
                new Limit(Scope.ACCOUNT, to.account().limit("messages-per-minute", 240), Duration.ofMinutes(1), 10),
                new Limit(Scope.CLIENT, 1, Duration.ofSeconds(1), 3));
    }
}
