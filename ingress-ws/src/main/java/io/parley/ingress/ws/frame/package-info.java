/// A client's JSON enters as a frame, what a client shall see leaves as JSON.
@NullMarked
package io.parley.ingress.ws.frame;

import org.jspecify.annotations.NullMarked;
