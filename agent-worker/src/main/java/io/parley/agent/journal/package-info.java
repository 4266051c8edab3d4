/// Ended turns enter; one record each leaves on turn-journal.
@NullMarked
package io.parley.agent.journal;

import org.jspecify.annotations.NullMarked;
