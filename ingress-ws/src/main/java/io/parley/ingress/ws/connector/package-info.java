/// Connections enter, requests of which is known where they come from leave.
@NullMarked
package io.parley.ingress.ws.connector;

import org.jspecify.annotations.NullMarked;
