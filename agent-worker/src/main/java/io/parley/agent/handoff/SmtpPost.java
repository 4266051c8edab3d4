package io.parley.agent.handoff;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Post] over SMTP, one connection a letter.
final class SmtpPost implements Post {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpPost.class);

    private final Server server;
    private final String from;

    SmtpPost(Server server, String from) {
        this.server = server;
        this.from = from;
    }

    /// How the mail server is reached.
    ///
    /// @param session holds the time-outs, and whether the connection is encrypted
    /// @param port -1 for the protocol's own
    record Server(
            Session session,
            String protocol,
            String host,
            int port,
            @Nullable String username,
            @Nullable String password) {

        Server {
            username = username == null || username.isBlank() ? null : username;
            password = username == null ? null : password;
        }

        /// Without the password.
        @Override
        public String toString() {
            return "Server[" + host + ":" + port + "]";
        }
    }

    @Override
    public Delivery deliver(Letter letter) {
        try {
            return send(message(letter));
        } catch (AddressException e) {
            return failed(new Delivery.Refused("bad-address"), e);
        } catch (SendFailedException e) {
            boolean refused = e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0;
            return failed(refused ? new Delivery.Refused("recipient-refused") : new Delivery.Later("not-accepted"), e);
        } catch (AuthenticationFailedException e) {
            return failed(new Delivery.Later("not-authenticated"), e);
        } catch (MessagingException e) {
            return failed(new Delivery.Later("unavailable"), e);
        }
    }

    private Delivery send(MimeMessage message) throws MessagingException {
        var transport = server.session().getTransport(server.protocol());
        try {
            transport.connect(server.host(), server.port(), server.username(), server.password());
            transport.sendMessage(message, message.getAllRecipients());
            return new Delivery.Delivered();
        } finally {
            hangUp(transport);
        }
    }

    /// The server has answered: whatever happens to the connection now changes nothing.
    private static void hangUp(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.atDebug().setCause(e).log("mail server hung up first");
        }
    }

    /// Addresses stand in an exception's message: only its kind is logged.
    private static Delivery failed(Delivery delivery, MessagingException e) {
        LOG.atWarn()
                .addKeyValue("cause", e.getClass().getSimpleName())
                .addKeyValue("outcome", delivery.toString())
                .log("mail not sent");
        return delivery;
    }

    private MimeMessage message(Letter letter) throws MessagingException {
        var sender = new InternetAddress(from, true);
        var domain = from.substring(from.indexOf('@') + 1);
        var message = new MimeMessage(server.session()) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + letter.key() + "@" + domain + ">");
            }
        };
        message.setFrom(sender);
        message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(letter.to(), true));
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setText(letter.text(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(letter.date()));
        // RFC 3834: no absence notes in answer to it.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }
}
