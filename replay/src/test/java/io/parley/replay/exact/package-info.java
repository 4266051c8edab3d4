@NullMarked
package io.parley.replay.exact;

import org.jspecify.annotations.NullMarked;
