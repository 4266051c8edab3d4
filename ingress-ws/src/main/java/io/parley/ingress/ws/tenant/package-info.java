/// The tenants' settings enter, what a tenant's web channel allows leaves.
@NullMarked
package io.parley.ingress.ws.tenant;

import org.jspecify.annotations.NullMarked;
