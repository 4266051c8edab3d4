/// Who is let in.
@NullMarked
package io.parley.ingress.ws.access;

import org.jspecify.annotations.NullMarked;
