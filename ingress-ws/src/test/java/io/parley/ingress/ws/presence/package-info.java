/// Where a client is, out of what the log tells.
@NullMarked
package io.parley.ingress.ws.presence;

import org.jspecify.annotations.NullMarked;
