/// The life of this process: parts that run enter, their orderly end and the exit code leave.
@NullMarked
package io.parley.standalone.process;

import org.jspecify.annotations.NullMarked;
