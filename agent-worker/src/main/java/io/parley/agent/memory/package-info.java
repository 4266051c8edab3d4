/// What was said enters at the end of a turn; the last lines leave at the start of the next.
@NullMarked
package io.parley.agent.memory;

import org.jspecify.annotations.NullMarked;
