@NullMarked
package io.parley.replay.timeline;

import org.jspecify.annotations.NullMarked;
