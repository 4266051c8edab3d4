/// The rules of YCloud, seen from outside.
@NullMarked
package io.parley.sandbox.ycloud;

import org.jspecify.annotations.NullMarked;
