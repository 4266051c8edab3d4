package io.parley.agent.catalogue;

import io.parley.agent.Client;
import io.parley.schemas.ClientId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who asks about an order, as far as the channel proves it.
final class Customer {

    /// Channels on which the provider vouches for the sender's phone number.
    private static final Set<String> PHONES = Set.of("whatsapp", "ycloud");
    /// In front of the id of a visitor of the web chat who has signed in; guests have another.
    private static final String SIGNED_IN = "u.";
    /// E.164 has at most 15 digits; ids that are no numbers, such as those of groups, are longer or have letters.
    private static final Pattern PHONE = Pattern.compile("\\+?\\d{7,15}");
    private static final Pattern NO_DIGITS = Pattern.compile("\\D");
    private static final int FEWEST_DIGITS = 7;

    private final Optional<String> account;
    private final Optional<String> phone;

    private Customer(Optional<String> account, Optional<String> phone) {
        this.account = account;
        this.phone = phone;
    }

    /// @param number that the channel vouches for besides the client's id
    static Customer of(Client client, Optional<String> number) {
        var person = ClientId.parse(client.id()).externalId();
        return new Customer(
                Optional.of(person)
                        .filter(id -> client.channel().equals("web") && id.startsWith(SIGNED_IN))
                        .map(id -> id.substring(SIGNED_IN.length())),
                number.or(() -> Optional.of(person))
                        .filter(id -> PHONES.contains(client.channel())
                                && PHONE.matcher(id).matches())
                        .flatMap(Customer::digits));
    }

    /// Whether the channel proves that this owner is the one who asks.
    boolean is(Order.Owner owner) {
        boolean sameAccount = account.filter(id -> !id.isEmpty() && id.equals(owner.externalId()))
                .isPresent();
        return sameAccount || phone.filter(number -> hasPhone(owner, number)).isPresent();
    }

    /// Whether these are the exact e-mail address or phone number of this owner.
    static boolean isNamedBy(String contact, Order.Owner owner) {
        var said = contact.strip();
        return said.contains("@")
                ? owner.emails().stream().anyMatch(email -> folded(email).equals(folded(said)))
                : digits(said).filter(number -> hasPhone(owner, number)).isPresent();
    }

    private static boolean hasPhone(Order.Owner owner, String digits) {
        return owner.phones().stream().flatMap(phone -> digits(phone).stream()).anyMatch(digits::equals);
    }

    private static String folded(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /// The digits of a phone number with its country; `00` stands for `+`.
    private static Optional<String> digits(String phone) {
        var digits = NO_DIGITS.matcher(phone).replaceAll("");
        var number = digits.startsWith("00") ? digits.substring(2) : digits;
        return Optional.of(number).filter(known -> known.length() >= FEWEST_DIGITS);
    }
}
