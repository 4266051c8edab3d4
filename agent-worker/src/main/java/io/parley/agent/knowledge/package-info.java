/// A tenant's documents enter, cut into passages; the passages that fit a question leave, each with its source.
@NullMarked
package io.parley.agent.knowledge;

import org.jspecify.annotations.NullMarked;
