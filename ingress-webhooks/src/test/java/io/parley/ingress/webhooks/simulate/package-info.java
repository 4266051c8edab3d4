/// Simulated messages.
@NullMarked
package io.parley.ingress.webhooks.simulate;

import org.jspecify.annotations.NullMarked;
