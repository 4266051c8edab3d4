/// The rules of this stand-in, seen from outside.
@NullMarked
package io.parley.sandbox.callback;

import org.jspecify.annotations.NullMarked;
