package io.parley.sandbox.ycloud;

import io.parley.sandbox.Account;
import io.parley.sandbox.Answer;
import io.parley.sandbox.Call;
import io.parley.sandbox.World;
import io.parley.sandbox.whatsapp.BusinessNumber;
import io.parley.sandbox.whatsapp.Network;
import io.parley.sandbox.whatsapp.Outbound.Sending;
import io.parley.sandbox.whatsapp.StatusReports;
import io.parley.sandbox.whatsapp.Throughput;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Sends: queued, where Meta's refusals come by webhook, or direct, where they come in the answer (YCloud API
/// reference,
/// enqueue a WhatsApp message, and send a WhatsApp message directly).
final class YCloudSends {

    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{4,14}");
    private static final int LONGEST_TEXT = 4096;

    /// YCloud API reference, rate limits: messages a second of a sender.
    private static final int QUEUED = 200;

    private static final int DIRECT = 80;

    private final World world;
    private final Network network;
    private final Messages messages;
    private final StatusReports reports;
    private final YCloudEvents events;
    private final SendQueue queue = new SendQueue();
    private final Throughput queued;
    private final Throughput direct;

    YCloudSends(World world, Network network, Messages messages, StatusReports reports, YCloudEvents events) {
        this.world = world;
        this.network = network;
        this.messages = messages;
        this.reports = reports;
        this.events = events;
        this.queued = new Throughput(world.clock(), QUEUED);
        this.direct = new Throughput(world.clock(), DIRECT);
    }

    Call call(Optional<Account> account, JsonNode body, boolean isDirect) {
        return new Call(
                account.map(Account::id).orElse(""),
                account.map(known -> network.person(YCloudStandIn.number(known), body))
                        .orElse(""),
                null,
                isDirect ? "sendDirectly" : "messages",
                Network.text(body),
                body.path("externalId").asString(null));
    }

    Answer answer(Account account, JsonNode body, boolean isDirect) {
        var refusal = refusal(account, body);
        if (refusal.isPresent()) {
            return refusal.get().answer();
        }
        var limit = isDirect ? direct : queued;
        var isAdmitted = !world.settings().limits() || limit.admits(account.id());
        var answer = isAdmitted
                ? take(account, body, isDirect)
                : YCloudError.tooFast(1).answer();
        // The headers of the IETF draft on rate limits, in its sixth version.
        return answer.header("RateLimit-Limit", String.valueOf(limit.most()))
                .header("RateLimit-Remaining", String.valueOf(limit.remaining(account.id())))
                .header("RateLimit-Reset", "1");
    }

    private static Optional<YCloudError> refusal(Account account, JsonNode body) {
        if (!body.isObject()) {
            return Optional.of(YCloudError.of(400, "BAD_REQUEST", "The body is no JSON object."));
        }
        if (!body.path("from")
                .asString("")
                .equals("+" + YCloudStandIn.number(account).phone())) {
            return Optional.of(YCloudError.invalid("from", "'from' is no phone number of this account."));
        }
        var to = body.path("to").asString("");
        if (to.isEmpty()
                ? !body.path("recipient").isString()
                : !PHONE.matcher(to).matches()) {
            return Optional.of(YCloudError.invalid("to", "'to' should be a phone number in E.164 format."));
        }
        if (!body.path("type").isString()) {
            return Optional.of(YCloudError.invalid("type", "'type' is required."));
        }
        var text = body.path("text").path("body").asString("");
        return body.path("type").asString("").equals("text")
                        && (text.isEmpty() || text.codePointCount(0, text.length()) > LONGEST_TEXT)
                ? Optional.of(YCloudError.invalid(
                        "text.body", "'text.body' should have 1 to " + LONGEST_TEXT + " characters."))
                : Optional.empty();
    }

    private Answer take(Account account, JsonNode body, boolean isDirect) {
        var number = YCloudStandIn.number(account);
        if (isDirect) {
            return direct(number, body);
        }
        var accepted = messages.accept(number, body);
        var id = accepted.path("id").asString("");
        queue.add(account.id(), () -> push(number, body, id));
        return new Answer(
                Answer.Outcome.DONE, 200, java.util.Map.of(), accepted, null, id, false); // delivered when it is pushed
    }

    private Answer direct(BusinessNumber number, JsonNode body) {
        return switch (network.send(number, body)) {
            case Sending.Refused(var error) -> YCloudError.of(error).answer();
            case Sending.Taken(var message) -> {
                var accepted = messages.accept(number, body);
                var id = accepted.path("id").asString("");
                messages.take(id, message.wamid());
                reports.begin(message);
                if (world.settings().shuffleWebhooks()) {
                    reports.overtake();
                }
                yield message.answer(accepted.put("wamid", message.wamid()), id);
            }
        };
    }

    /// What was queued goes to WhatsApp, and is recorded once more.
    private void push(BusinessNumber number, JsonNode body, String id) {
        var call = new Call(
                number.channel(),
                network.person(number, body),
                null,
                "push",
                Network.text(body),
                body.path("externalId").asString(null));
        switch (network.send(number, body)) {
            case Sending.Refused(var error) -> {
                world.deliveries().add(call, YCloudError.of(error).answer(), false);
                if (world.settings().statuses()) {
                    messages.refuse(id, error).ifPresent(message -> events.updated(number.account(), message));
                }
            }
            case Sending.Taken(var message) -> {
                messages.take(id, message.wamid());
                world.deliveries().add(call, message.answer(body, id), message.isDelivered());
                reports.begin(message);
            }
        }
    }

    void forget() {
        queue.forget();
    }
}
