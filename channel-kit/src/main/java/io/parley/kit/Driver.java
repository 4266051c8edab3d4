package io.parley.kit;

import java.io.IOException;
import java.util.List;

/// A channel account under test, as its people and its provider see it. Persons are named by the kit, in digits, so
/// that any provider could have given the name.
public interface Driver extends AutoCloseable {

    /// The account's id in the tenants file.
    String account();

    /// The person writes `text`, which is unique. Returns when the channel has taken it; tried again, as the provider
    /// would, while the channel is away.
    void say(String person, String text) throws IOException, InterruptedException;

    /// The event that carried `text` comes again, so often, all at the same time.
    void repeat(String person, String text, int times) throws IOException, InterruptedException;

    /// What the person has of the channel's account, in the order in which it came.
    List<Shown> shown(String person) throws IOException, InterruptedException;

    /// Sends what must be refused, carrying `text` where it can, and says how it was answered.
    Answer forge(Forgery forgery, String person, String text) throws IOException, InterruptedException;

    /// From now on the provider behaves so towards what is sent to this person, so often.
    Ability trouble(Trouble trouble, String person, int times) throws IOException, InterruptedException;

    /// How often the provider has answered 429 to this account so far.
    int throttled() throws IOException, InterruptedException;

    /// Ends the adapter without notice and starts it again; returns when it has been started.
    Ability restart() throws IOException, InterruptedException;

    @Override
    void close();

    /// One message on a person's screen.
    ///
    /// @param id the provider's id of it, or the reply_id where the channel shows that
    /// @param marked the person can tell that it has come before: the channel shows its reply_id
    record Shown(String id, boolean marked) {}

    /// What must not get in.
    enum Forgery {
        /// Signed with another secret.
        WRONG_SIGNATURE,
        /// Not signed.
        MISSING_SIGNATURE,
        /// Larger than anything that is taken.
        OVERSIZED,
        /// Signed, and not JSON.
        NOT_JSON,
        /// To an account that does not exist.
        UNKNOWN_ACCOUNT
    }

    /// What a provider does to whoever sends.
    enum Trouble {
        /// 500, and nothing has arrived.
        FAILS,
        /// 429 with `Retry-After`, and nothing has arrived.
        THROTTLES,
        /// The message has arrived, its answer never does.
        LOSES_ANSWERS
    }

    /// How something was answered.
    sealed interface Answer {
        record Status(int code) implements Answer {}

        record Impossible(String why) implements Answer {}
    }

    /// Whether a driver could do something.
    sealed interface Ability {
        record Done() implements Ability {}

        record Impossible(String why) implements Ability {}
    }
}
