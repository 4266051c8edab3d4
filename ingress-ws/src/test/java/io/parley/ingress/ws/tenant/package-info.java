/// What tenants' settings allow.
@NullMarked
package io.parley.ingress.ws.tenant;

import org.jspecify.annotations.NullMarked;
