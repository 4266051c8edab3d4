package io.parley.agent.settings;

import java.util.Locale;

/// Tools that a tenant switches on together.
public enum ToolGroup {
    /// `search_products`, `search_by_category`, `browse_catalogue`.
    PRODUCTS,
    /// `order_status`.
    ORDERS,
    /// `book_appointment`, `list_appointments`, `cancel_appointment`.
    APPOINTMENTS,
    /// `search_knowledge`.
    KNOWLEDGE,
    /// `hand_over`.
    HANDOFF;

    static ToolGroup of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
