package io.parley.channels.ycloud;

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
import io.parley.channels.whatsapp.People;
import io.parley.channels.whatsapp.Rates;
import io.parley.channels.whatsapp.Texts;
import io.parley.channels.whatsapp.Uploads;
import io.parley.channels.whatsapp.WhatsAppPieces;
import io.parley.schemas.avro.AgentReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Sends by `POST /whatsapp/messages/sendDirectly`: what Meta refuses or puts off is in the answer. The queued endpoint
/// says 200 to everything and reports Meta's errors when the lane has gone on: a message put off there could be sent
/// again only behind newer ones.
final class YCloudSender implements Sender {

    /// Attribute of a record: YCloud's own id of a message, which the signs need.
    static final String MESSAGE_ID = "ycloud_message_id";

    private static final Duration SOON = Duration.ofSeconds(2);

    private final YCloudApi ycloud;
    private final ProviderApi api;

    YCloudSender(YCloudApi ycloud, ProviderApi api) {
        this.ycloud = ycloud;
        this.api = api;
    }

    @Override
    public List<Piece> pieces(AgentReply entry, Addressee to) {
        return WhatsAppPieces.of(entry, to);
    }

    @Override
    public Outcome send(Piece piece, Addressee to) throws InterruptedException {
        var number = YCloudApi.number(to.account());
        var credentials = YCloudApi.credentials(to.account());
        if (number.isEmpty() || credentials.isEmpty()) {
            return new Outcome.Halted("settings-incomplete");
        }
        var picture = Picture.parse(piece.body().path("image").path("link").asString(""));
        if (picture.isPresent()) {
            return upload(picture.get(), piece, to, number.get(), credentials.get());
        }
        var body = message(piece, to).put("from", number.get());
        return switch (api.post(ycloud.url("messages", "sendDirectly"), credentials.get(), body)) {
            case Answer.NotSent notSent -> new Outcome.Later(SOON, Scope.ACCOUNT, "no-connection");
            case Answer.Lost lost -> new Outcome.Unknown(lost.cause());
            case Answer.Received received ->
                received.isSuccess() ? taken(received, piece, to) : YCloudError.of(received, piece, to);
        };
    }

    private static Outcome taken(Answer.Received answer, Piece piece, Addressee to) {
        var body = answer.body();
        if (body.path("status").asString("").equals("failed")) {
            var error = body.path("whatsappApiError");
            return error.isObject()
                    ? YCloudError.ofMeta(error, answer, piece, to)
                    : new Outcome.Refused("failed " + body.path("errorCode").asString(""));
        }
        return Texts.distinct(body.path("wamid"), body.path("id")).stream()
                .findFirst()
                .<Outcome>map(Outcome.Sent::new)
                .orElseGet(() -> new Outcome.Unknown("an answer without an id"));
    }

    private static ObjectNode message(Piece piece, Addressee to) {
        var body = piece.body().deepCopy().put("externalId", piece.id());
        var id = to.externalId();
        var phone = to.attribute(Event.PHONE);
        if (piece.method().equals(WhatsAppPieces.BY_PHONE) && phone.isPresent()) {
            return body.put("to", phone.get());
        }
        if (People.isBusinessScoped(id)) {
            return body.put("recipient", id);
        }
        return People.isGroup(id) ? body.put("recipientType", "group").put("to", id) : body.put("to", id);
    }

    private Outcome upload(Picture picture, Piece piece, Addressee to, String number, Map<String, String> credentials)
            throws InterruptedException {
        var form = new Multipart().file("file", picture.fileName(), picture.mediaType(), picture.bytes());
        var address = ycloud.url("media", number, "upload");
        if (!(api.post(address, credentials, form) instanceof Answer.Received answer)) {
            return new Outcome.Later(SOON, Scope.CLIENT, "upload-failed");
        }
        var id = Texts.of(answer.body().path("id"));
        if (answer.isSuccess() && id.isPresent()) {
            return send(Uploads.byId(piece, id.get()), to);
        }
        return Uploads.refused(YCloudError.own(answer), piece);
    }

    @Override
    public List<Limit> limits(Addressee to) {
        return Rates.of(to.account());
    }

    /// Read and typing in one; the SDK and the newer pages name the same call differently.
    @Override
    public void show(Sign sign, Addressee to) throws InterruptedException {
        var credentials = YCloudApi.credentials(to.account());
        var message = to.attribute(MESSAGE_ID);
        if (credentials.isEmpty() || message.isEmpty()) {
            return;
        }
        var answer = sign(message.get(), "typingIndicator", credentials.get());
        if (answer instanceof Answer.Received received && received.status() == 404) {
            sign(message.get(), "typing", credentials.get());
        }
    }

    private Answer sign(String message, String call, Map<String, String> credentials) throws InterruptedException {
        return api.post(
                ycloud.url("inboundMessages", message, call), credentials, JsonNodeFactory.instance.objectNode());
    }

    @Override
    public Duration signLasts() {
        return Duration.ofSeconds(25);
    }

    @Override
    public Optional<Duration> reportsWithin() {
        return Optional.of(Duration.ofSeconds(20));
    }
}
