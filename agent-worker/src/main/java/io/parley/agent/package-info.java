/// The agent worker: records of incoming-messages enter; entries, signs of life and journal records leave.
@NullMarked
package io.parley.agent;

import org.jspecify.annotations.NullMarked;
