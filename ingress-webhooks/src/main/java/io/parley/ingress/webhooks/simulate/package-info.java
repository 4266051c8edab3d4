/// A simulated message enters as JSON and leaves as if it had come in on the tenant's first channel of that kind.
@NullMarked
package io.parley.ingress.webhooks.simulate;

import org.jspecify.annotations.NullMarked;
