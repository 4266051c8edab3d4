/// What is said and signs of life enter; records on agent-replies and turn-progress leave.
@NullMarked
package io.parley.agent.reply;

import org.jspecify.annotations.NullMarked;
