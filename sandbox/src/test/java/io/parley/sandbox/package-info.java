/// The rules of the stand-ins, seen from outside.
@NullMarked
package io.parley.sandbox;

import org.jspecify.annotations.NullMarked;
