package io.parley.sandbox.graph;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.Json;
import io.parley.sandbox.World;
import io.parley.sandbox.whatsapp.MetaError;
import io.parley.sandbox.whatsapp.Network;
import io.parley.sandbox.whatsapp.Outbound;
import io.parley.sandbox.whatsapp.Outbound.Sending;
import io.parley.sandbox.whatsapp.StatusReports;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /{version}/{phone-number-id}/messages`: sends, or marks as read (Cloud API, messages reference).
final class GraphMessages {

    private final World world;
    private final Network network;
    private final StatusReports reports;

    GraphMessages(World world, Network network, StatusReports reports) {
        this.world = world;
        this.network = network;
        this.reports = reports;
    }

    Call call(Access access, JsonNode body) {
        var isRead = body.has("status");
        var person = access.account().map(account -> person(account, body)).orElse("");
        return new Call(
                access.channel(),
                person,
                null,
                isRead ? "read" : "messages",
                isRead ? null : Network.text(body),
                body.path("biz_opaque_callback_data").asString(null));
    }

    private String person(Account account, JsonNode body) {
        var number = GraphStandIn.number(account);
        return body.has("status")
                ? network.writerOf(number, body.path("message_id").asString(""))
                        .map(chat -> chat.screen().person())
                        .orElse("")
                : network.person(number, body);
    }

    Answer answer(Access access, JsonNode body) {
        return access.error()
                .or(() -> body.path("messaging_product").asString("").equals("whatsapp")
                        ? Optional.empty()
                        : Optional.of(new MetaError(
                                400,
                                100,
                                null,
                                "OAuthException",
                                "(#100) The parameter messaging_product is required.",
                                null)))
                .map(GraphErrors::answer)
                .orElseGet(() -> answer(access.account().orElseThrow(), body));
    }

    private Answer answer(Account account, JsonNode body) {
        return body.has("status") ? read(account, body) : send(account, body);
    }

    /// Cloud API, "mark messages as read" and "typing indicators": both in one request.
    private Answer read(Account account, JsonNode body) {
        if (!body.path("status").asString("").equals("read")) {
            return GraphErrors.answer(MetaError.invalidValue("status must be 'read'"));
        }
        var typing = body.path("typing_indicator");
        if (!typing.isMissingNode() && !typing.path("type").asString("").equals("text")) {
            return GraphErrors.answer(MetaError.invalidValue("typing_indicator['type'] must be 'text'"));
        }
        return network.read(
                        GraphStandIn.number(account), body.path("message_id").asString(""), !typing.isMissingNode())
                .map(GraphErrors::answer)
                .orElseGet(() -> Answer.done(Json.object().put("success", true)));
    }

    private Answer send(Account account, JsonNode body) {
        return switch (network.send(GraphStandIn.number(account), body)) {
            case Sending.Refused(var error) -> GraphErrors.answer(error);
            case Sending.Taken(var message) -> taken(message);
        };
    }

    private Answer taken(Outbound message) {
        reports.begin(message);
        if (world.settings().shuffleWebhooks()) {
            reports.overtake(); // a status may come before the answer
        }
        return message.answer(body(message), message.wamid());
    }

    /// `wa_id` stands only where it was sent to a phone number, `user_id` only where it was sent to a business-scoped
    /// id
    /// (Meta, business-scoped user ids).
    private static ObjectNode body(Outbound message) {
        var body = Json.object().put("messaging_product", "whatsapp");
        var contact = body.putArray("contacts").addObject();
        contact.put(
                "input",
                message.message()
                        .path("to")
                        .asString(message.message().path("recipient").asString("")));
        message.phone()
                .ifPresentOrElse(
                        phone -> contact.put("wa_id", phone),
                        () -> message.scopedId().ifPresent(id -> contact.put("user_id", id)));
        var sent = body.putArray("messages").addObject().put("id", message.wamid());
        if (message.message().path("type").asString("").equals("template")) {
            sent.put("message_status", "accepted");
        }
        return body;
    }
}
