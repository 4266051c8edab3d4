/// A running system and a raw relay beside it enter; how much slower a message is than the relay leaves.
@NullMarked
package io.parley.bench.overhead;

import org.jspecify.annotations.NullMarked;
