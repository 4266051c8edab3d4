@NullMarked
package io.parley.agent.handoff;

import org.jspecify.annotations.NullMarked;
