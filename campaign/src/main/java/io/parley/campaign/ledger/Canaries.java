package io.parley.campaign.ledger;

import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Secret markers: words that occur nowhere by chance and that belong to one tenant, one client or one message.
public final class Canaries {

    /// Whose a marker is; its first letter stands in the marker.
    public enum Owner {
        TENANT,
        CLIENT,
        MESSAGE
    }

    private static final Pattern FORM = Pattern.compile("zq-[tcm]-[0-9a-z]{12}");
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

    private Canaries() {}

    public static String make(Owner owner, Random random) {
        var text = new StringBuilder("zq-").append(letter(owner)).append('-');
        for (int i = 0; i < 12; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /// All markers in a text, in their order.
    public static List<String> in(String text) {
        return FORM.matcher(text).results().map(MatchResult::group).toList();
    }

    public static boolean isOf(Owner owner, String canary) {
        return canary.charAt(3) == letter(owner);
    }

    private static char letter(Owner owner) {
        return switch (owner) {
            case TENANT -> 't';
            case CLIENT -> 'c';
            case MESSAGE -> 'm';
        };
    }
}
