package io.parley.sandbox.whatsapp;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The business-scoped id of a person: a country and up to 128 letters and digits, one for each business portfolio and
/// phone number (Meta, business-scoped user ids).
final class ScopedId {

    private static final Pattern FORM = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");
    private static final List<Map.Entry<String, String>> COUNTRIES = List.of(
            Map.entry("1", "US"),
            Map.entry("34", "ES"),
            Map.entry("44", "GB"),
            Map.entry("49", "DE"),
            Map.entry("52", "MX"),
            Map.entry("54", "AR"),
            Map.entry("55", "BR"),
            Map.entry("57", "CO"),
            Map.entry("358", "FI"));

    private ScopedId() {}

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    static String of(String portfolio, String phone) {
        var country = COUNTRIES.stream()
                .filter(known -> phone.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("US");
        var digits = new BigInteger(1, sha256(portfolio + "/" + phone)).toString();
        return country + "." + digits.substring(0, 20);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
