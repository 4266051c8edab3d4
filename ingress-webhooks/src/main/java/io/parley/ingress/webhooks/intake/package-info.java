/// What providers post enters, records on `incoming-messages`, `delivery-receipts`, `client-aliases` and
/// `system-events`
/// leave; it names no provider.
@NullMarked
package io.parley.ingress.webhooks.intake;

import org.jspecify.annotations.NullMarked;
