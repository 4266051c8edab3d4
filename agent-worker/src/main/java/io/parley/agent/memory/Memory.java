package io.parley.agent.memory;

import java.util.List;

/// The lines of each client's conversation. To be called within a transaction of the client's tenant.
public interface Memory {

    /// The last `size` lines up to and including line number `end`, oldest first. Lines never change, so the same
    /// window gives the same lines whenever it is asked for.
    List<MemoryLine> window(String clientId, long end, int size);

    /// Appends lines, in this order.
    void append(String tenant, String clientId, String turnId, List<Line> lines);

    /// Forgets the client.
    void erase(String clientId);

    /// A line that has no number yet.
    record Line(MemoryLine.Role role, String text) {}
}
