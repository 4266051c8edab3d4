package io.parley.sandbox.whatsapp;

import io.parley.sandbox.Account;

/// A business's phone number on WhatsApp.
///
/// @param phone in digits
/// @param hasPlus whether the ids of its people are written with a plus
public record BusinessNumber(Account account, String phone, boolean hasPlus) {

    /// An id of the control API for a phone number.
    String person(String digits) {
        return hasPlus ? "+" + digits : digits;
    }

    public String channel() {
        return account.id();
    }

    /// The id of the WhatsApp Business Account that the number belongs to.
    public String businessAccount() {
        return account.text("waba-id").orElseGet(() -> "10" + digits(account.tenant(), 13));
    }

    private static String digits(String text, int count) {
        var number = String.valueOf(Integer.toUnsignedLong(text.hashCode()) * 7919 + 1_000_000_000_000L);
        return number.substring(0, Math.min(count, number.length()));
    }
}
