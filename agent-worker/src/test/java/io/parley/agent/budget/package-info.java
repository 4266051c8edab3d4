@NullMarked
package io.parley.agent.budget;

import org.jspecify.annotations.NullMarked;
