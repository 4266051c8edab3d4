/// What two processes must agree on: who a client is, how ids are made, which partition a key has, what headers are
/// called.
@NullMarked
package io.parley.schemas;

import org.jspecify.annotations.NullMarked;
