/// A WebSocket node: chat frames enter and records on `incoming-messages` and `socket-sessions` leave; records of the
/// node's partition of `outbound.web` enter and frames leave.
@NullMarked
package io.parley.ingress.ws;

import org.jspecify.annotations.NullMarked;
