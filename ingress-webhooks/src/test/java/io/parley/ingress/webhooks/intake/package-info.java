/// Webhooks of a channel that exists for tests only.
@NullMarked
package io.parley.ingress.webhooks.intake;

import org.jspecify.annotations.NullMarked;
