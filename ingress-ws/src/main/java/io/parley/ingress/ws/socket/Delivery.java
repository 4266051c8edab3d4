package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.frame.EntryFrame;
import io.parley.ingress.ws.frame.ServerFrames;
import io.parley.ingress.ws.slot.Slot;
import io.parley.ingress.ws.socket.SessionPublisher.Connection;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.EndSign;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.TurnProgress;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides which sockets of a client see an outbound record, and as which frame. Called by one thread; never blocks.
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Clients clients;
    private final SessionPublisher sessions;
    private final ServerFrames frames;
    private final Traffic traffic;

    Delivery(Clients clients, SessionPublisher sessions, ServerFrames frames, Traffic traffic) {
        this.clients = clients;
        this.sessions = sessions;
        this.frames = frames;
        this.traffic = traffic;
    }

    /// Takes the next record of the node's partition.
    ///
    /// @param slot as which the node is known
    void deliver(Outbound outbound, Slot slot) {
        if (!outbound.getBootId().equals(slot.bootId())) {
            traffic.stale();
            return;
        }
        clients.find(outbound.getClientId())
                .ifPresentOrElse(client -> deliver(outbound, client), () -> absent(outbound, slot));
    }

    /// What was meant for one connection only needs no answer: it has told itself that it is closed.
    private void absent(Outbound outbound, Slot slot) {
        if (outbound.getConnection() != 0) {
            return;
        }
        clients.whileAbsent(
                outbound.getClientId(),
                highest -> sessions.absent(new Connection(
                        outbound.getClientId(), outbound.getTenant(), slot, highest, "", Instant.EPOCH)));
    }

    private void deliver(Outbound outbound, Client client) {
        var meant = client.sockets().stream()
                .filter(socket -> socket.isConnection(outbound.getConnection()))
                .toList();
        switch (outbound.getPayload()) {
            case AgentReply entry -> entry(outbound, entry, client, meant);
            case TurnProgress turn -> sign(turn, outbound.getConnection() == 0, client, meant);
            case SessionMark mark -> meant.forEach(socket -> mark(socket, mark));
            default -> traffic.unreadable();
        }
    }

    private void mark(ChatSocket socket, SessionMark mark) {
        if (mark.getTakenOver()) {
            socket.close(CloseCode.TAKEN_OVER, "taken over by a newer connection");
        } else if (!socket.catchUp().resumed(mark)) {
            healed(socket);
        }
    }

    private void entry(Outbound outbound, AgentReply entry, Client client, List<ChatSocket> meant) {
        if (outbound.getPosition().isEmpty()) {
            LOG.atError().addKeyValue("replyId", entry.getReplyId()).log("entry without a position, left out");
            traffic.unreadable();
            return;
        }
        var live = outbound.getConnection() == 0;
        if (live || entry.getEnding().isPresent()) {
            remember(entry, client);
        }
        var frame = EntryFrame.of(outbound, entry);
        for (var socket : meant) {
            var verdict = socket.catchUp()
                    .entry(outbound.getPosition().get(), outbound.getPrevious(), outbound.getConnection(), frame);
            switch (verdict) {
                case SHOW -> complete(entry, live, socket);
                case GAP -> healed(socket);
                case SEEN -> traffic.seen();
                case TOO_EARLY, HELD -> {
                    // the resume brings it, or its mark decides
                }
            }
        }
    }

    private void healed(ChatSocket socket) {
        traffic.gap();
        socket.catchUp().announce();
    }

    private void complete(AgentReply entry, boolean live, ChatSocket socket) {
        if (live && entry.getTurnId().isPresent() && entry.getEnding().isPresent()) {
            socket.show(
                    frames.completed(entry.getTurnId().get(), entry.getEnding().get()));
        }
    }

    private static void remember(AgentReply entry, Client client) {
        if (entry.getAuthor() == Author.USER) {
            client.turns().asked(entry.getMessageId().orElse(entry.getReplyId()));
        } else if (entry.getEnding().isPresent()) {
            client.turns().ended(entry.getTurnId().orElse(null), entry.getInReplyTo());
        }
    }

    /// Signs that came to all are for sockets that are live: others get the turn's state after their resume.
    private void sign(TurnProgress turn, boolean live, Client client, List<ChatSocket> meant) {
        switch (turn.getSign()) {
            case PhaseSign phase -> {
                if (live
                        ? client.turns().shows(turn, phase, System.nanoTime())
                        : !client.turns().isStale(turn)) {
                    showSign(frames.progress(turn, phase), meant);
                }
            }
            case DeltaSign piece -> {
                if (!client.turns().isStale(turn)) {
                    showSign(frames.delta(turn, piece), meant);
                }
            }
            case EndSign end -> {
                client.turns().ended(turn.getTurnId(), end.getMessageIds());
                if (live) {
                    meant.forEach(socket -> socket.show(frames.completed(turn.getTurnId(), end.getEnding())));
                }
            }
            default -> traffic.unreadable();
        }
    }

    private void showSign(String frame, List<ChatSocket> meant) {
        for (var socket : meant) {
            if (socket.catchUp().isDone() && !socket.showSign(frame)) {
                traffic.signDropped();
            }
        }
    }
}
