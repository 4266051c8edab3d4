/// How a node comes to a slot.
@NullMarked
package io.parley.ingress.ws.slot;

import org.jspecify.annotations.NullMarked;
