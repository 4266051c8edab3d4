/// The records of one client enter; every event with its cause, in order of time, leaves.
@NullMarked
package io.parley.replay.timeline;

import org.jspecify.annotations.NullMarked;
