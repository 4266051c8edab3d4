/// Who asks for something enters, whether that is still within its share leaves.
@NullMarked
package io.parley.ingress.ws.limit;

import org.jspecify.annotations.NullMarked;
