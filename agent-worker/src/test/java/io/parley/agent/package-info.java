/// The worker as a whole, on a real broker and a real database.
@NullMarked
package io.parley.agent;

import org.jspecify.annotations.NullMarked;
