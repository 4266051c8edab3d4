/// Frames of clients enter and become records; entries and signs of life enter and become frames on every socket of the
/// client that this node holds.
@NullMarked
package io.parley.ingress.ws.socket;

import org.jspecify.annotations.NullMarked;
