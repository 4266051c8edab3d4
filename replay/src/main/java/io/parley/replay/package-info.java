/// The commands of `./parley replay`: recorded conversations enter, an account of them leaves.
@NullMarked
package io.parley.replay;

import org.jspecify.annotations.NullMarked;
