@NullMarked
package io.parley.agent.catalogue;

import org.jspecify.annotations.NullMarked;
