package io.parley.agent.memory;

import io.parley.agent.tenancy.RoundTrip;
import java.util.List;
import java.util.function.Supplier;

/// The lines of each client's conversation. Read and written by statements of a transaction of the
/// client's tenant.
public interface Memory {

    /// The last `size` lines up to and including line number `end`, oldest first. Lines never change, so the same
    /// window gives the same lines whenever it is asked for.
    Supplier<List<MemoryLine>> window(RoundTrip trip, String clientId, long end, int size);

    /// Appends lines, in this order.
    void append(RoundTrip trip, String tenant, String clientId, String turnId, List<Line> lines);

    /// Forgets the client.
    void erase(RoundTrip trip, String clientId);

    /// A line that has no number yet.
    record Line(MemoryLine.Role role, String text) {}
}
