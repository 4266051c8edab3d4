/// Recorded turns enter, are run again with the worker's own code, and leave equal or with the first difference.
@NullMarked
package io.parley.replay.exact;

import org.jspecify.annotations.NullMarked;
