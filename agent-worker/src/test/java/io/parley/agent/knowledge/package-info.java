@NullMarked
package io.parley.agent.knowledge;

import org.jspecify.annotations.NullMarked;
