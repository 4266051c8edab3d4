/// A request enters with its claims, a visitor or the refusal leaves.
@NullMarked
package io.parley.ingress.ws.access;

import org.jspecify.annotations.NullMarked;
