package io.parley.channels.whatsapp;

import io.parley.channels.Account;
import io.parley.schemas.ClientId;
import java.util.Optional;
import java.util.regex.Pattern;

/// The id of ours that the provider hands back with each status of a message, [Piece#id].
public record Correlation(ClientId client, String replyId, int number) {

    private static final Pattern FORM = Pattern.compile("(\\S+) (\\S+) ([1-9]\\d{0,5})");

    /// Reads it.
    ///
    /// @return empty where the text is none of this account's: others may send with the same number, too
    public static Optional<Correlation> parse(String text, Account account) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            var client = ClientId.parse(form.group(1));
            return client.tenant().equals(account.tenant()) && client.account().equals(account.id())
                    ? Optional.of(new Correlation(client, form.group(2), Integer.parseInt(form.group(3))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
