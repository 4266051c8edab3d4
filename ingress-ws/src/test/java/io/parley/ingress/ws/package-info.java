/// The node as a whole, on a real broker, with the test in the router's place.
@NullMarked
package io.parley.ingress.ws;

import org.jspecify.annotations.NullMarked;
