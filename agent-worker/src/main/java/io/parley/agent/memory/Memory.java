package io.parley.agent.memory;

import io.parley.agent.tenancy.RoundTrip;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The lines of each client's conversation. Read and written by statements of a transaction of the
/// client's tenant.
public interface Memory {

    /// The last `size` lines up to and including line number `end`, oldest first. Lines never change, so the same
    /// window gives the same lines whenever it is asked for.
    Supplier<List<MemoryLine>> window(RoundTrip trip, String clientId, long end, int size);

    /// Appends lines, in this order.
    void append(RoundTrip trip, String tenant, String clientId, String turnId, List<Line> lines);

    /// Puts a new line in the place of the client's own line that has this provider's id, if there is one: windows that
    /// end before it still show the old one.
    void correct(RoundTrip trip, Correction correction);

    /// Forgets the client.
    void erase(RoundTrip trip, String clientId);

    /// A line that has no number yet.
    record Line(MemoryLine.Role role, String text, @Nullable String providerId) {}

    /// A change of an earlier line.
    ///
    /// @param source id of the record that asks for it; asked again, nothing happens
    /// @param providerId of the message that is changed
    /// @param change makes the new text of the old one
    /// @param otherwise a last line of its own, where there is no line to change; null for none
    record Correction(
            String tenant,
            String clientId,
            String source,
            String providerId,
            UnaryOperator<String> change,
            @Nullable String otherwise) {}
}
