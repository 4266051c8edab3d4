@NullMarked
package io.parley.replay.record;

import org.jspecify.annotations.NullMarked;
