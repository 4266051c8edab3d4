/// The deciders between socket and log.
@NullMarked
package io.parley.ingress.ws.socket;

import org.jspecify.annotations.NullMarked;
