@NullMarked
package io.parley.ingress.ws.limit;

import org.jspecify.annotations.NullMarked;
