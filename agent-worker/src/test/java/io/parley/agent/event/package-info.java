@NullMarked
package io.parley.agent.event;

import org.jspecify.annotations.NullMarked;
