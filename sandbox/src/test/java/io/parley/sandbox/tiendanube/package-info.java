/// The rules of the Graph API, seen from outside.
@NullMarked
package io.parley.sandbox.tiendanube;

import org.jspecify.annotations.NullMarked;
