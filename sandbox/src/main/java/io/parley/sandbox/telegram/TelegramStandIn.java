package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.ControlError;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.FileStore.StoredFile;
import io.parley.sandbox.Json;
import io.parley.sandbox.Message;
import io.parley.sandbox.Provider;
import io.parley.sandbox.Screen;
import io.parley.sandbox.World;
import io.parley.sandbox.telegram.HookMethods.Done;
import io.parley.sandbox.telegram.Sending.Request;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The Telegram Bot API: `/bot<token>/<method>`, files below `/file/bot<token>/`, updates by webhook.
final class TelegramStandIn implements Provider {

    private static final String BOT = "/bot";
    private static final String FILE = "/file/bot";
    private static final int LONGEST_NOTICE = 200;

    private final World world;
    private final Map<String, Bot> bots = new ConcurrentHashMap<>();
    private final Limits limits;
    private final TelegramFiles files;
    private final Sending sending;
    private final HookMethods hooks;
    private final Updates updates;
    private final Acts acts;

    TelegramStandIn(World world) {
        this.world = world;
        this.limits = new Limits(world.clock());
        this.files = new TelegramFiles(world.files());
        this.sending = new Sending(world, limits, new Uploads(world.files(), files));
        this.hooks = new HookMethods(world.webhooks());
        this.updates = new Updates(world);
        this.acts = new Acts(world, updates);
    }

    @Override
    public String kind() {
        return "telegram";
    }

    @Override
    public String prefix() {
        return "telegram";
    }

    static ObjectNode ok(JsonNode result) {
        ObjectNode body = Json.object().put("ok", true);
        body.set("result", result);
        return body;
    }

    @Override
    public void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        if (path.startsWith(FILE)) {
            download(exchange, path.substring(FILE.length()));
        } else if (path.startsWith(BOT)) {
            call(exchange, path.substring(BOT.length()));
        } else {
            exchange.answer(TelegramError.of(404, "Not Found").answer());
        }
    }

    /// @param path token, slash, method
    private void call(Exchange exchange, String path) throws IOException, InterruptedException {
        int slash = path.indexOf('/');
        String token = slash < 0 ? path : path.substring(0, slash);
        String method = slash < 0 ? "" : path.substring(slash + 1);
        Optional<Account> account = world.accounts().find(kind(), "bot-token", token);
        if (account.isEmpty()) {
            world.answer(
                    exchange,
                    this,
                    Call.of("", method),
                    () -> unauthorized(token).answer());
            return;
        }
        Request request;
        try {
            request = new Request(account.get(), bot(account.get()), Params.of(exchange));
        } catch (Exchange.TooLarge e) {
            exchange.answer(TelegramError.of(413, "Request Entity Too Large").answer());
            return;
        } catch (TelegramError e) {
            exchange.answer(e.answer());
            return;
        }
        world.answer(exchange, this, recorded(request, method), () -> run(request, method));
    }

    private static TelegramError unauthorized(String token) {
        return token.matches("\\d+:[A-Za-z0-9_-]+")
                ? TelegramError.of(401, "Unauthorized")
                : TelegramError.of(401, "Unauthorized: invalid token specified");
    }

    private static Call recorded(Request request, String method) {
        String thread = request.params().text("message_thread_id");
        return new Call(
                request.account().id(),
                request.params().text("chat_id"),
                thread.isEmpty() ? null : thread,
                Methods.canonical(method),
                Sending.visible(request.params()),
                null);
    }

    private Answer run(Request request, String method) {
        try {
            return dispatch(request, method.toLowerCase(Locale.ROOT));
        } catch (TelegramError e) {
            return e.answer();
        }
    }

    /// Names of methods are case-insensitive (Telegram Bot API, Making requests).
    private Answer dispatch(Request request, String method) {
        return switch (method) {
            case "sendmessage" -> sending.message(request);
            case "sendphoto" -> sending.file(request, "photo");
            case "senddocument" -> sending.file(request, "document");
            case "sendvoice" -> sending.file(request, "voice");
            case "sendaudio" -> sending.file(request, "audio");
            case "sendvideo" -> sending.file(request, "video");
            case "sendlocation" -> sending.location(request);
            case "sendchataction" -> sending.action(request);
            case "sendmessagedraft" -> sending.draft(request);
            case "editmessagetext" -> sending.edit(request);
            case "editmessagereplymarkup" -> sending.editMarkup(request);
            case "deletemessage" -> sending.delete(request);
            case "setmessagereaction" -> sending.react(request);
            default -> done(other(request, method));
        };
    }

    private Done other(Request request, String method) {
        return switch (method) {
            case "answercallbackquery" -> answerQuery(request);
            case "getfile" ->
                Done.of(files.locate(request.account(), request.params().text("file_id")));
            case "getme" -> Done.of(BotUser.of(request.account()));
            case "setwebhook" -> hooks.set(request.bot(), request.params());
            case "deletewebhook" -> hooks.delete(request.bot());
            case "getwebhookinfo" -> hooks.info(request.account(), request.bot());
            case "getupdates" -> hooks.updates(request.bot());
            default -> throw TelegramError.of(404, "Not Found: method not found");
        };
    }

    private static Answer done(Done done) {
        ObjectNode body = ok(done.result());
        if (done.description() != null) {
            body.put("description", done.description());
        }
        return Answer.done(body);
    }

    private static Done answerQuery(Request request) {
        if (request.params().text("text").length() > LONGEST_NOTICE) {
            throw TelegramError.badRequest("MESSAGE_TOO_LONG");
        }
        if (!request.bot().closeQuery(request.params().text("callback_query_id"))) {
            throw TelegramError.badRequest("query is too old and response timeout expired or query ID is invalid");
        }
        return Done.of(JsonNodeFactory.instance.booleanNode(true));
    }

    /// @param path token, slash, `file_path`
    private void download(Exchange exchange, String path) throws IOException, InterruptedException {
        int slash = Math.max(0, path.indexOf('/'));
        Optional<Account> account = world.accounts().find(kind(), "bot-token", path.substring(0, slash));
        Optional<StoredFile> file = account.flatMap(same -> files.at(path.substring(slash)));
        if (file.isEmpty()) {
            exchange.answer(TelegramError.of(404, "Not Found").answer());
            return;
        }
        exchange.bytes(200, "application/octet-stream", file.get().content());
    }

    @Override
    public Written write(Account account, String person, JsonNode act) {
        return acts.carryOut(new Acts.Act(account, bot(account), chat(account, person), act));
    }

    /// Being blocked and unblocked, and a group's move, are told (Telegram Bot API, ChatMemberUpdated and Message).
    @Override
    public void changed(Account account, String person, JsonNode change) {
        Chat chat = chat(account, person);
        if (change.path("blocked").isBoolean()) {
            boolean blocked = change.path("blocked").asBoolean();
            membership(account, chat, blocked ? "member" : "kicked", blocked ? "kicked" : "member");
        }
        if (change.path("moved_to").isString()) {
            move(account, chat, change.path("moved_to").stringValue());
        }
    }

    private void membership(Account account, Chat chat, String before, String after) {
        ObjectNode member = Json.object();
        member.set("chat", chat.toJson());
        member.set("from", person(chat));
        member.put("date", world.clock().instant().getEpochSecond());
        for (var state :
                Map.of("old_chat_member", before, "new_chat_member", after).entrySet()) {
            ObjectNode one = member.putObject(state.getKey()).put("status", state.getValue());
            one.set("user", BotUser.of(account));
            if (state.getValue().equals("kicked")) {
                one.put("until_date", 0);
            }
        }
        var _ = updates.post(
                account, bot(account), "my_chat_member", member, new Updates.Queue.OfMembership(chat.id()));
    }

    private static ObjectNode person(Chat chat) {
        return Json.object()
                .put("id", Math.abs(chat.id()))
                .put("is_bot", false)
                .put("first_name", chat.screen().name());
    }

    /// A group becomes a supergroup: one service message in each.
    private void move(Account account, Chat from, String target) {
        Chat to = chat(account, target);
        if (from.isPrivate() || !to.isSupergroup()) {
            throw ControlError.wrong("a group moves to a supergroup, whose id begins with -100");
        }
        to.screen().change(Json.object().put("started", true));
        serviceMessage(account, from, "migrate_to_chat_id", to.id());
        serviceMessage(account, to, "migrate_from_chat_id", from.id());
    }

    private void serviceMessage(Account account, Chat chat, String field, long other) {
        Bot bot = bot(account);
        long id = bot.nextMessage(chat.id());
        chat.screen().show(Message.draft(String.valueOf(id), Message.From.PERSON, "service", field));
        ObjectNode message = Json.object().put("message_id", id);
        message.set("from", person(chat));
        message.set("chat", chat.toJson());
        message.put("date", world.clock().instant().getEpochSecond()).put(field, other);
        var _ = updates.post(account, bot, "message", message, new Updates.Queue.OfChat(chat.id()));
    }

    private Chat chat(Account account, String person) {
        if (!person.matches("-?[1-9]\\d{0,17}")) {
            throw ControlError.wrong("a chat of Telegram is a number");
        }
        Screen screen = world.screens().of(account.id(), person);
        return new Chat(Long.parseLong(person), screen);
    }

    private Bot bot(Account account) {
        return bots.computeIfAbsent(
                account.id(),
                same -> new Bot(
                        world.clock(),
                        new Bot.Hook(
                                "https://sandbox.invalid/webhooks/telegram/" + account.id(),
                                account.text("webhook-secret").orElse(null),
                                40,
                                null)));
    }

    @Override
    public Map<String, String> sign(Account account, byte[] body, Signature signature) {
        return Updates.headers(account, signature);
    }

    @Override
    public Answer failure(int status, int retryAfter) {
        return switch (status) {
            case 429 -> TelegramError.tooFast(Math.max(1, retryAfter)).answer();
            case 502 ->
                Answer.refused(
                        502,
                        "502",
                        JsonNodeFactory.instance.stringNode(
                                "<html><head><title>502 Bad Gateway</title></head></html>"));
            case 500 -> TelegramError.of(500, "Internal Server Error").answer();
            default ->
                TelegramError.of(status, status < 500 ? "Bad Request" : "Service Unavailable")
                        .answer();
        };
    }

    @Override
    public void forget() {
        bots.clear();
        limits.clear();
    }
}
