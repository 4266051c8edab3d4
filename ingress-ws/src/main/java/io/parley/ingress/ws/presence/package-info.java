/// A client enters, and where it is connected, on all nodes, leaves; nothing of it is kept.
@NullMarked
package io.parley.ingress.ws.presence;

import org.jspecify.annotations.NullMarked;
