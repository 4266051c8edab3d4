package io.parley.agent.catalogue;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An order, with what proves whose it is.
///
/// @param status in the shop's words
/// @param total null where it is not known
/// @param tracking the carrier's number
record Order(
        String number,
        String status,
        List<Item> items,
        @Nullable BigDecimal total,
        String currency,
        @Nullable String tracking,
        @Nullable String trackingUrl,
        Owner owner) {

    Order {
        items = List.copyOf(items);
    }

    /// One line of it.
    ///
    /// @param price of one; null where it is not known
    record Item(String name, int quantity, @Nullable BigDecimal price) {}

    /// Whose it is. Never told to anybody.
    ///
    /// @param externalId the customer's id where it signs in; empty for none
    record Owner(List<String> emails, List<String> phones, String externalId) {

        Owner {
            emails = List.copyOf(emails);
            phones = List.copyOf(phones);
        }

        /// Without the person.
        @Override
        public String toString() {
            return "Owner";
        }
    }
}
