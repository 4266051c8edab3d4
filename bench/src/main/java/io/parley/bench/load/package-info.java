/// Orders enter, thousands of small WebSocket clients in a process of their own carry them out, counts and times leave.
@NullMarked
package io.parley.bench.load;

import org.jspecify.annotations.NullMarked;
