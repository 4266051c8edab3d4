package io.parley.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Client;
import io.parley.schemas.ClientId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose an order is, and who may say so.
class CustomerTest {

    private static final Order.Owner ANA =
            new Order.Owner(List.of("Ana@example.com"), List.of("+54 9 11 5555-0001"), "ana");

    private static Customer customer(String channel, String person) {
        return customer(channel, person, Optional.empty());
    }

    private static Customer customer(String channel, String person, Optional<String> phone) {
        var id = ClientId.of("shoes", "shoes-" + channel, person).toString();
        return Customer.of(new Client(id, "shoes", channel, "shoes-" + channel), phone);
    }

    @ParameterizedTest
    @CsvSource({"web, u.ana", "whatsapp, 5491155550001", "ycloud, +5491155550001"})
    void the_channel_proves_who_it_is(String channel, String person) {
        assertThat(customer(channel, person).is(ANA)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "whatsapp, 5491155550001, true",
        "ycloud, 5491155550001, true",
        "whatsapp, 5491155550002, false",
        "telegram, 5491155550001, false",
        "http, 5491155550001, false"
    })
    void a_business_scoped_id_has_the_phone_that_whatsapp_vouches_for(String channel, String phone, boolean proven) {
        assertThat(customer(channel, "AR.13491208655302741918", Optional.of(phone))
                        .is(ANA))
                .isEqualTo(proven);
    }

    @ParameterizedTest
    @CsvSource({
        "web, g.ana",
        "web, u.bruno",
        "web, u.5491155550001",
        "web, g.5491155550001",
        "telegram, 5491155550001",
        "http, 5491155550001",
        "http, u.ana",
        "whatsapp, 5491155550002",
        "whatsapp, 1155550001",
        "whatsapp, AR.5491155550001",
        "whatsapp, u.ana",
        "slack, u.ana"
    })
    void anybody_else_is_somebody_else(String channel, String person) {
        assertThat(customer(channel, person).is(ANA)).isFalse();
    }

    @Test
    void nobody_owns_an_order_that_says_nothing_of_its_customer() {
        var nobody = new Order.Owner(List.of(), List.of(), "");
        assertThat(customer("web", "u.").is(nobody)).isFalse();
        assertThat(customer("whatsapp", "5491155550001").is(nobody)).isFalse();
        assertThat(Customer.isNamedBy("", nobody)).isFalse();
        assertThat(Customer.isNamedBy("@", nobody)).isFalse();
        assertThat(Customer.isNamedBy("", new Order.Owner(List.of(""), List.of("", "n/a"), "")))
                .isFalse();
        assertThat(Customer.isNamedBy("n/a", new Order.Owner(List.of(), List.of("n/a"), "")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana@example.com", " ANA@EXAMPLE.COM ", "+5491155550001", "0054 9 11 5555 0001"})
    void the_exact_contact_names_the_owner(String contact) {
        assertThat(Customer.isNamedBy(contact, ANA)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana", "example.com", "@", "a@example.com", "5555-0001", "%", ".*", "91155550001"})
    void a_part_of_it_does_not(String contact) {
        assertThat(Customer.isNamedBy(contact, ANA)).isFalse();
    }
}
