package io.parley.sandbox;

import com.icegreen.greenmail.base.GreenMailOperations;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// A mail server that takes everything for everybody and shows it: the teams of the quick start have no other.
final class Mails implements AutoCloseable {

    private static final int LATEST = 100;

    private final Optional<GreenMail> server;

    /// @param port 0 for any free one; empty for no mail server
    Mails(String host, OptionalInt port) {
        server = port.stream()
                .mapToObj(number -> new GreenMail(new ServerSetup(number, host, ServerSetup.PROTOCOL_SMTP)))
                .findFirst();
        server.ifPresent(GreenMail::start);
    }

    /// Where it listens.
    OptionalInt port() {
        return server.map(mail -> OptionalInt.of(mail.getSmtp().getPort())).orElse(OptionalInt.empty());
    }

    /// The latest ones, newest first.
    List<ObjectNode> latest() {
        return server.stream()
                .map(GreenMailOperations::getReceivedMessages)
                .flatMap(Arrays::stream)
                .map(Mails::json)
                .sorted(Comparator.comparing(
                                (ObjectNode mail) -> mail.path("at").asString(""))
                        .reversed())
                .limit(LATEST)
                .toList();
    }

    private static ObjectNode json(MimeMessage mail) {
        try {
            return Json.object()
                    .put(
                            "at",
                            Optional.ofNullable(mail.getSentDate())
                                    .map(Date::toInstant)
                                    .map(Object::toString)
                                    .orElse(""))
                    .put("message_id", mail.getMessageID())
                    .put("from", mail.getHeader("From", ", "))
                    .put("to", mail.getHeader(Message.RecipientType.TO.toString(), ", "))
                    .put("subject", mail.getSubject())
                    .put("text", mail.getContent() instanceof String text ? text : "(no plain text)");
        } catch (MessagingException | IOException e) {
            return Json.object().put("subject", "(unreadable)").put("text", String.valueOf(e.getMessage()));
        }
    }

    void forget() {
        try {
            if (server.isPresent()) {
                server.get().purgeEmailFromAllMailboxes();
            }
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.ifPresent(GreenMail::stop);
    }
}
