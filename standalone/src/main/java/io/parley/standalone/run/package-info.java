/// `./parley run`: a service's name and the environment enter, the service as a process of its own leaves.
@NullMarked
package io.parley.standalone.run;

import org.jspecify.annotations.NullMarked;
