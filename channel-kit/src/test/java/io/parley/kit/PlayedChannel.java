package io.parley.kit;

import io.parley.schemas.ClientId;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.wire.AvroWire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A channel with all of Parley behind it, played in memory: each message is answered at once. It keeps the contract,
/// but for one fault.
final class PlayedChannel implements Driver, Log {

    /// How a channel can break the contract.
    enum Fault {
        NONE,
        LOSES_MESSAGES,
        LOSES_REPLIES,
        DOUBLES_REPLIES,
        REORDERS_REPLIES,
        REORDERS_MESSAGES,
        ANSWERS_REPEATS_AGAIN,
        GIVES_REPEATS_NEW_IDS,
        FORGETS_SENDING,
        SENDS_AFTER_SENT,
        GOES_BACK_FROM_READ,
        GIVES_UP_AFTER_500,
        DOUBLES_AFTER_500,
        DOUBLES_AFTER_429,
        DOUBLES_UNMARKED_AFTER_SILENCE,
        IGNORES_THE_LIMIT,
        LOSES_IN_THE_BURST,
        TAKES_WRONG_SIGNATURES,
        TAKES_MISSING_SIGNATURES,
        TAKES_THE_OVERSIZED,
        TAKES_WHAT_IS_NO_JSON,
        TAKES_UNKNOWN_ACCOUNTS,
        REFUSES_BUT_KEEPS,
        LOSES_AT_RESTART,
        DOUBLES_AT_RESTART
    }

    static {
        // Avro trusts the generated classes from then on.
        var _ = new AvroWire<>(IncomingMessage.class);
    }

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Fault fault;
    private final List<Placed<IncomingMessage>> records = new ArrayList<>();
    private final Map<String, List<AgentReply>> entries = new HashMap<>();
    private final Map<String, List<DeliveryReceipt>> receipts = new HashMap<>();
    private final Map<String, List<Shown>> screens = new HashMap<>();
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> peopleBefore = new HashSet<>();
    private int throttled;
    private int providerIds;
    private boolean hasRestarted;

    PlayedChannel(Fault fault) {
        this.fault = fault;
    }

    @Override
    public String account() {
        return "played";
    }

    @Override
    public synchronized void say(String person, String text) {
        peopleBefore.add(person);
        if (fault == Fault.LOSES_MESSAGES && text.startsWith("Thank you")) {
            return;
        }
        take(person, text, text);
    }

    @Override
    public synchronized void repeat(String person, String text, int times) {
        for (int n = 0; n < times; n++) {
            take(person, text, fault == Fault.GIVES_REPEATS_NEW_IDS ? text + n : text);
        }
    }

    private void take(String person, String text, String eventId) {
        var client = ClientId.of("t", "played", person).toString();
        var id = Ids.messageId(client, "MESSAGE", eventId);
        long offset = fault == Fault.REORDERS_MESSAGES ? 1_000 - records.size() : records.size();
        var record = IncomingMessage.newBuilder()
                .setMessageId(id)
                .setClientId(client)
                .setTenant("t")
                .setChannel("played")
                .setChannelAccount("played")
                .setKind(IncomingKind.MESSAGE)
                .setProviderEventId(eventId)
                .setText(text)
                .setOccurredAt(NOW)
                .build();
        records.add(new Placed<>(record, 0, offset));
        if (answered.add(id) || fault == Fault.ANSWERS_REPEATS_AGAIN) {
            answer(person, client, id);
        }
    }

    private void answer(String person, String client, String message) {
        var ofClient = entries.computeIfAbsent(client, _ -> new ArrayList<>());
        var turn = Ids.turnId(client, message + ofClient.size());
        var entry = AgentReply.newBuilder()
                .setReplyId(Ids.replyId(turn, 1))
                .setClientId(client)
                .setTenant("t")
                .setChannel("played")
                .setChannelAccount("played")
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setTurnId(turn)
                .setInReplyTo(List.of(message))
                .setCreatedAt(NOW)
                .build();
        ofClient.add(entry);
        send(person, entry);
    }

    private void send(String person, AgentReply entry) {
        var trouble = troubles.remove(person);
        if (fault != Fault.FORGETS_SENDING) {
            receipt(entry, DeliveryState.SENDING, null, false);
        }
        if (trouble == Trouble.THROTTLES) {
            throttled++;
        }
        if (trouble == Trouble.LOSES_ANSWERS
                || (trouble == Trouble.THROTTLES && fault == Fault.DOUBLES_AFTER_429)
                || (trouble == Trouble.FAILS && fault == Fault.DOUBLES_AFTER_500)) {
            show(person, "lost-" + providerIds++);
        }
        if (trouble == Trouble.FAILS && fault == Fault.GIVES_UP_AFTER_500) {
            return;
        }
        boolean marks = trouble == Trouble.LOSES_ANSWERS && fault != Fault.DOUBLES_UNMARKED_AFTER_SILENCE;
        deliver(person, entry, marks);
    }

    private void deliver(String person, AgentReply entry, boolean possibleDuplicate) {
        var id = "p" + providerIds++;
        if (fault == Fault.IGNORES_THE_LIMIT) {
            throttled++;
        }
        boolean loses = fault == Fault.LOSES_REPLIES
                || (fault == Fault.LOSES_IN_THE_BURST && peopleBefore.size() > 5)
                || (fault == Fault.LOSES_AT_RESTART && hasRestarted);
        if (!loses) {
            show(person, id);
        }
        if (fault == Fault.DOUBLES_REPLIES || (fault == Fault.DOUBLES_AT_RESTART && hasRestarted)) {
            show(person, id);
        }
        receipt(entry, DeliveryState.SENT, id, possibleDuplicate);
        receipt(entry, DeliveryState.READ, id, false);
        if (fault == Fault.GOES_BACK_FROM_READ) {
            receipt(entry, DeliveryState.DELIVERED, id, false);
        }
        if (fault == Fault.SENDS_AFTER_SENT) {
            receipt(entry, DeliveryState.SENDING, null, false);
        }
    }

    private void show(String person, String id) {
        var screen = screens.computeIfAbsent(person, _ -> new ArrayList<>());
        screen.add(fault == Fault.REORDERS_REPLIES ? 0 : screen.size(), new Shown(id, false));
    }

    private void receipt(
            AgentReply entry, DeliveryState state, @Nullable String providerId, boolean possibleDuplicate) {
        receipts.computeIfAbsent(entry.getClientId(), _ -> new ArrayList<>())
                .add(DeliveryReceipt.newBuilder()
                        .setClientId(entry.getClientId())
                        .setTenant("t")
                        .setChannel("played")
                        .setChannelAccount("played")
                        .setReplyId(entry.getReplyId())
                        .setState(state)
                        .setProviderId(providerId)
                        .setPossibleDuplicate(possibleDuplicate)
                        .setAt(NOW)
                        .build());
    }

    @Override
    public synchronized List<Shown> shown(String person) {
        return List.copyOf(screens.getOrDefault(person, List.of()));
    }

    @Override
    public synchronized Answer forge(Forgery forgery, String person, String text) {
        boolean takes = fault
                == switch (forgery) {
                    case WRONG_SIGNATURE -> Fault.TAKES_WRONG_SIGNATURES;
                    case MISSING_SIGNATURE -> Fault.TAKES_MISSING_SIGNATURES;
                    case OVERSIZED -> Fault.TAKES_THE_OVERSIZED;
                    case NOT_JSON -> Fault.TAKES_WHAT_IS_NO_JSON;
                    case UNKNOWN_ACCOUNT -> Fault.TAKES_UNKNOWN_ACCOUNTS;
                };
        if (takes || fault == Fault.REFUSES_BUT_KEEPS) {
            take(person, text, text);
        }
        return new Answer.Status(takes ? 200 : refusal(forgery));
    }

    private static int refusal(Forgery forgery) {
        return switch (forgery) {
            case WRONG_SIGNATURE, MISSING_SIGNATURE -> 401;
            case OVERSIZED -> 413;
            case NOT_JSON -> 400;
            case UNKNOWN_ACCOUNT -> 404;
        };
    }

    @Override
    public synchronized Ability trouble(Trouble trouble, String person, int times) {
        troubles.put(person, trouble);
        return new Ability.Done();
    }

    @Override
    public synchronized int throttled() {
        return throttled;
    }

    @Override
    public synchronized Ability restart() {
        hasRestarted = true;
        return new Ability.Done();
    }

    @Override
    public synchronized List<Placed<IncomingMessage>> incoming(String words) {
        return records.stream()
                .filter(record -> record.value().getText().orElse("").equals(words))
                .toList();
    }

    @Override
    public synchronized List<AgentReply> entries(String clientId) {
        return List.copyOf(entries.getOrDefault(clientId, List.of()));
    }

    @Override
    public synchronized List<DeliveryReceipt> receipts(String clientId) {
        return List.copyOf(receipts.getOrDefault(clientId, List.of()));
    }

    @Override
    public void close() {
        // nothing to close
    }
}
