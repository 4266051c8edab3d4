/// Frames and their JSON.
@NullMarked
package io.parley.ingress.ws.frame;

import org.jspecify.annotations.NullMarked;
