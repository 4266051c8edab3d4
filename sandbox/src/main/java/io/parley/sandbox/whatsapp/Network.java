package io.parley.sandbox.whatsapp;

import io.parley.sandbox.Message;
import io.parley.sandbox.World;
import io.parley.sandbox.whatsapp.Outbound.Fate;
import io.parley.sandbox.whatsapp.Outbound.Sending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// Takes what businesses send, by all the rules, and brings it to the people's screens.
public final class Network {

    /// Cloud API, throughput: messages a second of a number, both directions together.
    private static final int THROUGHPUT = 80;

    /// Cloud API, typing indicators: shown for at most 25 seconds.
    private static final Duration TYPING = Duration.ofSeconds(25);

    private final World world;
    private final Chats chats;
    private final MediaLibrary media;
    private final ContentRules rules;
    private final Templates templates;
    private final PairLimit pairs;
    private final Throughput throughput;
    private final Map<String, Outbound> unread = new ConcurrentHashMap<>();

    /// WhatsApp for one of its APIs.
    ///
    /// @param received for how long the files of people are kept
    public Network(World world, Duration received) {
        this.world = world;
        this.chats = new Chats(world.screens());
        this.media = new MediaLibrary(world.files(), world.clock(), received);
        this.rules = new ContentRules(id -> media.find(id).isPresent());
        this.templates = new Templates();
        this.pairs = new PairLimit(world.clock());
        this.throughput = new Throughput(world.clock(), THROUGHPUT);
    }

    public MediaLibrary media() {
        return media;
    }

    /// The chat of a person of the control API.
    public Chat chat(BusinessNumber number, String person) {
        return chats.of(number, person);
    }

    /// Takes a message in Meta's form.
    public Sending send(BusinessNumber number, JsonNode message) {
        var refusal = rules.broken(message)
                .or(() -> ContentRules.brokenOpaque(message))
                .or(() -> templates.broken(number.account(), message))
                .or(() -> Recipient.broken(message));
        if (refusal.isPresent()) {
            return new Sending.Refused(refusal.get());
        }
        var recipient = Recipient.of(message);
        return refusedFor(number, recipient)
                .<Sending>map(Sending.Refused::new)
                .orElseGet(() -> take(number, recipient, message));
    }

    private Optional<MetaError> refusedFor(BusinessNumber number, Recipient recipient) {
        if (recipient.phone().filter(number.phone()::equals).isPresent()) {
            return Optional.of(MetaError.recipientIsSender());
        }
        if (!world.settings().limits()) {
            return Optional.empty();
        }
        if (!throughput.admits(number.channel())) {
            return Optional.of(MetaError.throughput());
        }
        // The pair is of two people, however the second one is called.
        var person = find(number, recipient).map(Chat::scopedId).orElse(recipient.id());
        return pairs.admits(number.channel(), person) ? Optional.empty() : Optional.of(MetaError.pairLimit());
    }

    private Optional<Chat> find(BusinessNumber number, Recipient recipient) {
        return recipient.phone().isPresent()
                ? chats.byPhone(number, recipient.id())
                : chats.byScopedId(number, recipient.id());
    }

    private Sending take(BusinessNumber number, Recipient recipient, JsonNode message) {
        var chat = find(number, recipient);
        if (chat.filter(known -> !known.screen().is("allowed", true)).isPresent()) {
            return new Sending.Refused(MetaError.notAllowed());
        }
        var closed = chat.isPresent()
                && !message.path("type").asString("text").equals("template")
                && !chat.get().isOpen(world.clock().instant());
        if (closed && !world.settings().lateRefusals()) {
            return new Sending.Refused(MetaError.windowClosed());
        }
        var wamid = Wamid.outbound(recipient.phone().orElse("0"));
        var fate = closed ? new Fate.Failed(MetaError.windowClosed()) : fate(chat, wamid, message);
        return new Sending.Taken(remembered(new Outbound(
                wamid,
                number,
                message,
                recipient.phone(),
                chat.map(Chat::scopedId).or(recipient::scopedId),
                chat,
                fate)));
    }

    private Fate fate(Optional<Chat> chat, String wamid, JsonNode message) {
        if (chat.isEmpty() || !chat.get().screen().is("on_whatsapp", true)) {
            return new Fate.Failed(MetaError.undeliverable());
        }
        if (chat.get().screen().is("blocked", false)) {
            return new Fate.Stuck();
        }
        chat.get().send(wamid, message);
        return new Fate.Reached(show(chat.get(), wamid, message));
    }

    private boolean show(Chat chat, String wamid, JsonNode message) {
        if (message.path("type").asString("text").equals("reaction")) {
            var emoji = message.path("reaction").path("emoji").asString("");
            chat.screen()
                    .change(
                            message.path("reaction").path("message_id").asString(""),
                            target -> target.withReaction(emoji.isEmpty() ? null : emoji));
            return true;
        }
        return chat.screen().show(Shown.of(wamid, message, media)).status() == Message.Status.READ;
    }

    private Outbound remembered(Outbound message) {
        if (message.fate() instanceof Fate.Reached reached && !reached.isRead()) {
            unread.put(message.wamid(), message);
        }
        return message;
    }

    /// The person looks at the chat: what was unread is read now.
    public List<Outbound> look(Chat chat) {
        return chat.screen().read().stream()
                .flatMap(message -> Optional.ofNullable(unread.remove(message.id())).stream())
                .toList();
    }

    /// A message of a person, which nobody can refuse, counts as well.
    void receive(Chat chat, String wamid) {
        throughput.count(chat.number().channel());
        chat.receive(wamid, world.clock().instant());
        chats.receive(chat, wamid);
    }

    /// The business has read this message and those before, and may be typing an answer.
    ///
    /// @return an error where no person has written it (Cloud API, mark messages as read)
    public Optional<MetaError> read(BusinessNumber number, String wamid, boolean isTyping) {
        var chat = chats.byReceived(number, wamid);
        chat.ifPresent(known -> {
            known.readUpTo(wamid);
            if (isTyping) {
                known.screen().typing(world.clock().instant().plus(TYPING));
            }
        });
        return Checks.unless(chat.isPresent(), MetaError.invalidValue("Message ID is not valid."));
    }

    /// Who has written this message, for the record.
    public Optional<Chat> writerOf(BusinessNumber number, String wamid) {
        return chats.byReceived(number, wamid);
    }

    Optional<String> moved(Chat chat) {
        return chats.moved(chat);
    }

    /// To whom a message goes, by the control API's id where it is known.
    public String person(BusinessNumber number, JsonNode message) {
        var recipient = Recipient.of(message);
        return find(number, recipient)
                .map(chat -> chat.screen().person())
                .orElseGet(() -> recipient.phone().map(number::person).orElse(recipient.id()));
    }

    /// What a message says, in words.
    public static String text(JsonNode message) {
        var type = message.path("type").asString("text");
        return Shown.text(type, message.path(type));
    }

    World world() {
        return world;
    }

    public void forget() {
        chats.forget();
        media.forget();
        pairs.forget();
        throughput.forget();
        unread.clear();
    }
}
