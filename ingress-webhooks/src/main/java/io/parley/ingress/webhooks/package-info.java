/// What providers and other programs post enters, records on `incoming-messages` leave.
@NullMarked
package io.parley.ingress.webhooks;

import org.jspecify.annotations.NullMarked;
