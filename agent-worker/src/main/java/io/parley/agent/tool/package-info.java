/// A tool call of the model enters; its result, bounded and watched, leaves. What tools there are, other packages say.
@NullMarked
package io.parley.agent.tool;

import org.jspecify.annotations.NullMarked;
