package io.parley.sandbox;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A provider as this program imitates it. Called from many virtual threads at once.
///
/// A provider is found through `java.util.ServiceLoader` by its [Factory].
public interface Provider {

    /// Makes a provider; has a constructor without parameters and stands in `META-INF/services`.
    @FunctionalInterface
    interface Factory {
        Provider create(World world);
    }

    /// Whether people write over its accounts; a shop has none.
    default boolean hasPeople() {
        return true;
    }

    /// Puts goods into the account's shop.
    ///
    /// @param goods as `docs/sandbox.md` describes them
    /// @throws ControlError when it has no shop, or these are no goods
    default void furnish(Account account, JsonNode goods) {
        throw ControlError.wrong("this account has no shop");
    }

    /// What a person's act has become.
    ///
    /// @param messageId the provider's id of the message
    /// @param eventId the provider's id of the event that was posted; empty where nothing was
    record Written(String messageId, String eventId) {}

    /// How `POST /sandbox/{channel}/webhook` signs.
    enum Signature {
        RIGHT,
        WRONG,
        MISSING
    }

    /// The kind of its accounts in the tenants file.
    String kind();

    /// The first segment of the paths that it serves, such as `telegram`.
    String prefix();

    /// Serves a call to the provider's API.
    ///
    /// @param path what follows the prefix, decoded, with its leading slash
    void serve(Exchange exchange, String path) throws IOException, InterruptedException;

    /// A person does something: it appears on the screen and goes out as webhooks.
    ///
    /// @param act as `docs/sandbox.md` describes it, with its `kind`
    /// @throws ControlError when the act is none
    Written write(Account account, String person, JsonNode act);

    /// The state of a person has been changed; the provider may have to tell.
    ///
    /// @param change the fields that were given, already in the screen's state
    default void changed(Account account, String person, JsonNode change) {}

    /// The headers that sign a body, `Content-Type` among them.
    Map<String, String> sign(Account account, byte[] body, Signature signature);

    /// Where its webhooks go at the ingress.
    default String webhookPath(Account account) {
        return "/webhooks/" + kind() + "/" + account.id();
    }

    /// The query by which the provider asks once whether an address for webhooks is the caller's own; empty for a
    /// provider that does not ask.
    ///
    /// @param isRight with the agreed token
    default Optional<String> verification(Account account, boolean isRight, String challenge) {
        return Optional.empty();
    }

    /// An error of this status as the provider words it, for faults.
    ///
    /// @param retryAfter in seconds; 0 for none
    Answer failure(int status, int retryAfter);

    /// Forgets everything that it has seen.
    default void forget() {}
}
