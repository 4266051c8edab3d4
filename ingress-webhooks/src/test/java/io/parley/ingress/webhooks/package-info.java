/// The service as a whole, on a real broker.
@NullMarked
package io.parley.ingress.webhooks;

import org.jspecify.annotations.NullMarked;
