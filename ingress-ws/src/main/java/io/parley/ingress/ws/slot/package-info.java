/// Records of `socket-nodes` enter, the slot that this node holds leaves.
@NullMarked
package io.parley.ingress.ws.slot;

import org.jspecify.annotations.NullMarked;
