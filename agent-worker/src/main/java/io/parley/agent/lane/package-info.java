/// Records of incoming-messages enter, one lane for each client; each leaves with one ending.
@NullMarked
package io.parley.agent.lane;

import org.jspecify.annotations.NullMarked;
