/// The rules of this stand-in, seen from outside.
@NullMarked
package io.parley.sandbox.slack;

import org.jspecify.annotations.NullMarked;
