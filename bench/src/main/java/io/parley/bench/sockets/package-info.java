/// Thousands of sockets on Parley's nodes enter; what they cost, beside other servers, and what their clients notice
/// when nodes are killed, drained or hold clients that never read, leaves.
@NullMarked
package io.parley.bench.sockets;

import org.jspecify.annotations.NullMarked;
