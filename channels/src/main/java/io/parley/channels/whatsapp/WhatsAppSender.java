package io.parley.channels.whatsapp;

import io.parley.channels.Addressee;
import io.parley.channels.Event;
import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Multipart;
import io.parley.channels.Outcome;
import io.parley.channels.Picture;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi;
import io.parley.channels.ProviderApi.Answer;
import io.parley.channels.Sender;
import io.parley.channels.Sign;
import io.parley.schemas.avro.AgentReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Sends by `POST /{phone-number-id}/messages`. There is no key by which a repeated call would be known, so each
/// message carries our id of it, which comes back with its statuses.
final class WhatsAppSender implements Sender {

    private static final int LONGEST_OPAQUE = 512;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final GraphApi graph;
    private final ProviderApi api;

    WhatsAppSender(GraphApi graph, ProviderApi api) {
        this.graph = graph;
        this.api = api;
    }

    @Override
    public List<Piece> pieces(AgentReply entry, Addressee to) {
        return WhatsAppPieces.of(entry, to);
    }

    @Override
    public Outcome send(Piece piece, Addressee to) throws InterruptedException {
        var number = to.account().text("phone-number-id");
        var credentials = GraphApi.credentials(to.account());
        if (number.isEmpty() || credentials.isEmpty()) {
            return new Outcome.Halted("settings-incomplete");
        }
        var link = piece.body().path("image").path("link").asString("");
        var picture = Picture.parse(link);
        if (picture.isPresent()) {
            return upload(picture.get(), piece, to, number.get(), credentials.get());
        }
        var answer = api.post(graph.url(number.get(), "messages"), credentials.get(), message(piece, to));
        return switch (answer) {
            case Answer.NotSent notSent -> new Outcome.Later(SOON, Scope.ACCOUNT, "no-connection");
            case Answer.Lost lost -> new Outcome.Unknown(lost.cause());
            case Answer.Received received -> received.isSuccess() ? sent(received) : refused(received, piece, to);
        };
    }

    private static Outcome sent(Answer.Received answer) {
        return Texts.of(answer.body().path("messages").path(0).path("id"))
                .<Outcome>map(Outcome.Sent::new)
                .orElseGet(() -> new Outcome.Unknown("an answer without an id"));
    }

    private static Outcome refused(Answer.Received answer, Piece piece, Addressee to) {
        return Fallback.outcome(GraphError.of(answer), piece, to);
    }

    private static ObjectNode message(Piece piece, Addressee to) {
        var body = piece.body().deepCopy().put("messaging_product", "whatsapp");
        var id = to.externalId();
        var phone = to.attribute(Event.PHONE);
        if (piece.method().equals(WhatsAppPieces.BY_PHONE) && phone.isPresent()) {
            body.put("recipient_type", "individual").put("to", phone.get());
        } else if (People.isBusinessScoped(id)) {
            body.put("recipient_type", "individual").put("recipient", id);
        } else {
            body.put("recipient_type", People.isGroup(id) ? "group" : "individual")
                    .put("to", id);
        }
        if (piece.id().length() <= LONGEST_OPAQUE) {
            body.put("biz_opaque_callback_data", piece.id());
        }
        return body;
    }

    /// Uploads the picture, then sends it by its id. Nothing reaches the person by an upload, so it can be repeated.
    private Outcome upload(Picture picture, Piece piece, Addressee to, String number, Map<String, String> credentials)
            throws InterruptedException {
        var form = new Multipart()
                .field("messaging_product", "whatsapp")
                .field("type", picture.mediaType())
                .file("file", picture.fileName(), picture.mediaType(), picture.bytes());
        if (!(api.post(graph.url(number, "media"), credentials, form) instanceof Answer.Received answer)) {
            return new Outcome.Later(SOON, Scope.CLIENT, "upload-failed");
        }
        var id = Texts.of(answer.body().path("id"));
        if (answer.isSuccess() && id.isPresent()) {
            return send(Uploads.byId(piece, id.get()), to);
        }
        return Uploads.refused(GraphError.of(answer).outcome(), piece);
    }

    @Override
    public List<Limit> limits(Addressee to) {
        return Rates.of(to.account());
    }

    @Override
    public void show(Sign sign, Addressee to) throws InterruptedException {
        var number = to.account().text("phone-number-id");
        var credentials = GraphApi.credentials(to.account());
        var message = to.attribute(Event.MESSAGE_ID);
        if (number.isPresent() && credentials.isPresent() && message.isPresent()) {
            var body = JsonNodeFactory.instance
                    .objectNode()
                    .put("messaging_product", "whatsapp")
                    .put("status", "read")
                    .put("message_id", message.get());
            body.putObject("typing_indicator").put("type", "text");
            api.post(graph.url(number.get(), "messages"), credentials.get(), body);
        }
    }

    /// Meta, typing indicators: until the reply, or 25 s.
    @Override
    public Duration signLasts() {
        return Duration.ofSeconds(25);
    }

    @Override
    public Optional<Duration> reportsWithin() {
        return Optional.of(Duration.ofSeconds(20));
    }
}
