/// The `./parley` commands: arguments and the environment enter, running processes leave.
@NullMarked
package io.parley.standalone;

import org.jspecify.annotations.NullMarked;
