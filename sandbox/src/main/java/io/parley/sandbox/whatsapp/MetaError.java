package io.parley.sandbox.whatsapp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An error as Meta says it (Cloud API, error codes): decided by `code`, and by `details` where one code has several
/// causes.
///
/// @param status of the HTTP answer
/// @param title what it is called, without its number
public record MetaError(
        int status,
        int code,
        @Nullable Integer subcode,
        String type,
        String title,
        @Nullable String details) {

    private static final String HREF = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

    static MetaError of(int status, int code, String title, String details) {
        return new MetaError(status, code, null, "OAuthException", title, details);
    }

    /// No token, or not this application's (Cloud API, error codes: 190).
    public static MetaError badToken() {
        return new MetaError(
                401, 190, null, "OAuthException", "Invalid OAuth access token - Cannot parse access token", null);
    }

    /// No such object for this token (Graph API, error 100 with subcode 33).
    public static MetaError noSuchObject(String verb, String id) {
        return new MetaError(
                400,
                100,
                33,
                "GraphMethodException",
                "Unsupported " + verb + " request. Object with ID '" + id + "' does not exist, cannot be loaded due to"
                        + " missing permissions, or does not support this operation. Please read the Graph API"
                        + " documentation at https://developers.facebook.com/docs/graph-api",
                null);
    }

    /// An unsupported or misspelt parameter (Cloud API, error codes: 100).
    public static MetaError invalidParameter(String details) {
        return of(400, 100, "Invalid parameter", details);
    }

    /// A parameter of the right name whose value is not allowed (Cloud API, error codes: 131009).
    public static MetaError invalidValue(String details) {
        return of(400, 131009, "Parameter value is not valid", details);
    }

    /// A parameter is missing (Cloud API, error codes: 131008).
    public static MetaError missing(String parameter, String type) {
        return of(
                400,
                131008,
                "Required parameter is missing",
                "Parameter '" + parameter + "' is mandatory for type '" + type + "'");
    }

    /// A type that cannot be sent (Cloud API, error codes: 131051).
    public static MetaError unsupportedType(String type) {
        return of(400, 131051, "Unsupported message type", "Message type '" + type + "' is not supported.");
    }

    /// The business writes to itself (Cloud API, error codes: 131021).
    public static MetaError recipientIsSender() {
        return of(
                400,
                131021,
                "Recipient cannot be sender",
                "Sender and recipient phone number is the same. Send a message to a phone number different from the"
                        + " sender.");
    }

    /// A test number may write only to numbers on its list (Cloud API, error codes: 131030).
    public static MetaError notAllowed() {
        return of(
                400,
                131030,
                "Recipient phone number not in allowed list",
                "Recipient phone number not in allowed list: Add recipient phone number to recipient list and try"
                        + " again.");
    }

    /// Nobody is reached at this number (Cloud API, error codes: 131026).
    public static MetaError undeliverable() {
        return of(400, 131026, "Message undeliverable", "Message Undeliverable.");
    }

    /// The customer service window is closed (Cloud API, error codes: 131047).
    public static MetaError windowClosed() {
        return of(
                400,
                131047,
                "Re-engagement message",
                "Message failed to send because more than 24 hours have passed since the customer last replied to this"
                        + " number.");
    }

    /// Too many messages to one person (Cloud API, error codes: 131056; HTTP 400).
    public static MetaError pairLimit() {
        return of(
                400,
                131056,
                "(Business Account, Consumer Account) pair rate limit hit",
                "Message failed to send because there were too many messages sent from this phone number to the same"
                        + " phone number in a short period of time.");
    }

    /// The number's throughput is exhausted (Cloud API, error codes: 130429).
    public static MetaError throughput() {
        return of(
                400,
                130429,
                "Rate limit hit",
                "Message failed to send because there were too many messages sent from this phone number in a short"
                        + " period of time.");
    }

    /// A template that does not exist (Cloud API, error codes: 132001; HTTP 404).
    public static MetaError noTemplate(String name, String language) {
        return of(
                404,
                132001,
                "Template name does not exist in the translation",
                "template name (" + name + ") does not exist in " + language);
    }

    /// A business-scoped id where a phone number is needed (business-scoped user ids: 131062).
    public static MetaError scopedIdNotSupported() {
        return of(
                400,
                131062,
                "Business-scoped User ID (BSUID) recipients are not supported for this message",
                "Authentication templates can be sent to phone numbers only.");
    }

    /// The media cannot be fetched (Cloud API, error codes: 131052).
    public static MetaError mediaNotFound(String id) {
        return of(400, 131052, "Media download error", "Media with id '" + id + "' could not be downloaded.");
    }

    /// The media is no good for its type (Cloud API, error codes: 131053).
    public static MetaError mediaRefused(String details) {
        return of(400, 131053, "Media upload error", details);
    }

    /// Meta's own fault; a message may have gone out (Cloud API, error codes: 131000).
    public static MetaError somethingWentWrong(int status) {
        return of(status, 131000, "Something went wrong", "Message failed to send due to an unknown error.");
    }

    /// As `message` of an HTTP answer; Graph's own errors (190, subcode 33) carry no number in it.
    public String message() {
        return details == null ? title : "(#" + code + ") " + title;
    }

    /// As `error` of an HTTP answer.
    public ObjectNode toJson(String traceId) {
        var error = JsonNodeFactory.instance
                .objectNode()
                .put("message", message())
                .put("type", type)
                .put("code", code);
        Optional.ofNullable(subcode).ifPresent(number -> error.put("error_subcode", number));
        if (details != null) {
            error.putObject("error_data").put("messaging_product", "whatsapp").put("details", details);
        }
        return error.put("fbtrace_id", traceId);
    }

    /// As an element of `errors` of a failed status (Cloud API, status messages webhook).
    public ObjectNode toStatusError() {
        var error = JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("title", title)
                .put("message", title);
        error.putObject("error_data").put("details", details == null ? title : details);
        return error.put("href", HREF);
    }
}
