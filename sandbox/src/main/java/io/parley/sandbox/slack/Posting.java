package io.parley.sandbox.slack;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Screen;
import io.parley.sandbox.Throttle;
import io.parley.sandbox.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// chat.postMessage and conversations.replies (Slack, Web API methods).
final class Posting {

    /// More is cut off (Slack, chat.postMessage: Truncating content).
    private static final int LONGEST_TEXT = 40_000;

    private static final int LONGEST_MARKDOWN = 12_000;
    private static final int LONGEST_SECTION = 3_000;
    private static final int MOST_BLOCKS = 50;
    private static final int MOST_ELEMENTS = 25;

    private final World world;
    private final Throttle channel;
    private final Throttle team;

    Posting(World world) {
        this.world = world;
        // About one a second in a channel with bursts, several hundred a minute in a workspace (Slack, Rate limits);
        // the
        // exact figures are Slack's secret.
        this.channel = new Throttle(world.clock(), 5, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        this.team = new Throttle(world.clock(), 30, 300, Duration.ofMinutes(1), Duration.ofSeconds(5));
    }

    void clear() {
        channel.clear();
        team.clear();
    }

    /// HTTP 429 with `Retry-After` (Slack, Rate limits).
    static Answer tooFast(int seconds) {
        return Answer.throttled(
                429, seconds, "ratelimited", Json.object().put("ok", false).put("error", "ratelimited"));
    }

    Answer post(Account account, Workspace workspace, JsonNode arguments) {
        String to = arguments.path("channel").asString("");
        Optional<String> refusal = refusal(account, to).or(() -> Content.wrong(arguments));
        if (refusal.isPresent()) {
            return SlackStandIn.error(refusal.get());
        }
        Duration wait = wait(account, Workspace.channel(to));
        if (wait.isPositive()) {
            return tooFast((int) wait.toSeconds());
        }
        String ts = workspace.nextTs();
        Message shown = Content.message(arguments, ts)
                .in(null, arguments.path("thread_ts").asString(null));
        world.screens().of(account.id(), Workspace.person(to)).show(shown);
        ObjectNode body = SlackStandIn.ok()
                .put("channel", Workspace.channel(Workspace.person(to)))
                .put("ts", ts);
        body.set("message", written(workspace, shown).put("text", Content.cut(arguments)));
        return Answer.delivered(ts, body);
    }

    private Duration wait(Account account, String to) {
        if (!world.settings().limits()) {
            return Duration.ZERO;
        }
        Duration ofTeam = team.take(account.id());
        return ofTeam.isPositive() ? ofTeam : channel.take(account.id() + " " + to);
    }

    /// Why the app may not write there.
    private Optional<String> refusal(Account account, String to) {
        Optional<Screen> screen = world.screens().find(account.id(), Workspace.person(to));
        if (to.isEmpty() || screen.isEmpty()) {
            return Optional.of("channel_not_found");
        }
        if (screen.get().is("archived", false)) {
            return Optional.of("is_archived");
        }
        if (screen.get().is("restricted", false)) {
            return Optional.of("restricted_action");
        }
        if (screen.get().is("blocked", false)) {
            return Optional.of(Workspace.isUser(Workspace.person(to)) ? "channel_not_found" : "not_in_channel");
        }
        return Optional.empty();
    }

    /// The messages of a thread, the parent first.
    Answer replies(Account account, Workspace workspace, JsonNode arguments) {
        String to = arguments.path("channel").asString("");
        String parent = arguments.path("ts").asString("");
        Optional<String> refusal = refusal(account, to);
        if (refusal.isPresent()) {
            return SlackStandIn.error(refusal.get());
        }
        Screen screen = world.screens().of(account.id(), Workspace.person(to));
        if (screen.find(parent).isEmpty()) {
            return SlackStandIn.error("thread_not_found");
        }
        ObjectNode body = SlackStandIn.ok();
        ArrayNode messages = body.putArray("messages");
        screen.messages().stream()
                .filter(message -> message.id().equals(parent) || parent.equals(message.thread()))
                .forEach(message -> messages.add(written(workspace, message)));
        return Answer.done(body.put("has_more", false));
    }

    static ObjectNode written(Workspace workspace, Message message) {
        ObjectNode json = Json.object()
                .put("type", "message")
                .put("ts", message.id())
                .put("text", Mrkdwn.escaped(message.text()));
        if (message.from() == Message.From.AGENT) {
            json.put("user", workspace.botUser()).put("bot_id", workspace.bot());
        }
        if (message.thread() != null) {
            json.put("thread_ts", message.thread());
        }
        return json;
    }

    /// The words of a call, as a person reads them.
    static @Nullable String words(JsonNode arguments) {
        String text = Content.cut(arguments);
        return text.isEmpty() ? null : Mrkdwn.text(text);
    }

    /// What a message says: `text`, `blocks` or `markdown_text`.
    private static final class Content {

        private Content() {}

        static String cut(JsonNode arguments) {
            String text = arguments
                    .path("text")
                    .asString(arguments.path("markdown_text").asString(""));
            int characters = text.codePointCount(0, text.length());
            return characters <= LONGEST_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT));
        }

        /// The error of what is wrong with it.
        static Optional<String> wrong(JsonNode arguments) {
            boolean hasMarkdown = arguments.has("markdown_text");
            if (hasMarkdown && (arguments.has("text") || arguments.has("blocks"))) {
                return Optional.of("markdown_text_conflict");
            }
            if (arguments.path("markdown_text").asString("").length() > LONGEST_MARKDOWN) {
                return Optional.of("msg_too_long");
            }
            JsonNode blocks = blocks(arguments);
            if (arguments.has("blocks") && !areValid(blocks)) {
                return Optional.of("invalid_blocks");
            }
            boolean isEmpty = cut(arguments).isBlank() && blocks.isEmpty();
            return isEmpty ? Optional.of("no_text") : Optional.empty();
        }

        private static JsonNode blocks(JsonNode arguments) {
            JsonNode blocks = arguments.path("blocks");
            return blocks.isString()
                    ? Json.parse(blocks.stringValue().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    : blocks;
        }

        private static boolean areValid(JsonNode blocks) {
            return blocks.isArray()
                    && blocks.size() <= MOST_BLOCKS
                    && blocks.valueStream().allMatch(Content::isValid);
        }

        /// Slack, Block Kit: section and actions.
        private static boolean isValid(JsonNode block) {
            return switch (block.path("type").asString("")) {
                case "section" -> {
                    String text = block.path("text").path("text").asString("");
                    yield !text.isEmpty() && text.length() <= LONGEST_SECTION;
                }
                case "actions" -> {
                    JsonNode elements = block.path("elements");
                    yield !elements.isEmpty()
                            && elements.size() <= MOST_ELEMENTS
                            && elements.valueStream()
                                            .map(one -> one.path("action_id").asString(""))
                                            .distinct()
                                            .count()
                                    == elements.size();
                }
                case "" -> false;
                default -> true;
            };
        }

        static Message message(JsonNode arguments, String ts) {
            List<Message.Button> buttons = new ArrayList<>();
            List<String> sections = new ArrayList<>();
            blocks(arguments).valueStream().forEach(block -> {
                sections.add(block.path("text").path("text").asString(""));
                block.path("elements").valueStream().map(Content::button).forEach(buttons::add);
            });
            String shown = String.join(
                    "\n", sections.stream().filter(text -> !text.isEmpty()).toList());
            String text = shown.isEmpty() ? cut(arguments) : shown; // with blocks, the text is for notices only
            return Message.draft(ts, Message.From.AGENT, "text", Mrkdwn.text(text))
                    .withText(Mrkdwn.text(text), Mrkdwn.html(text))
                    .withButtons(buttons);
        }

        private static Message.Button button(JsonNode element) {
            String url = element.path("url").asString(null);
            return new Message.Button(
                    element.path("action_id").asString(""),
                    Objects.requireNonNullElse(element.path("text").path("text").asString(""), ""),
                    url);
        }
    }
}
