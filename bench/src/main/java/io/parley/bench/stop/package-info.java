/// A customer's "stop" enters; how soon the model's call is over leaves.
@NullMarked
package io.parley.bench.stop;

import org.jspecify.annotations.NullMarked;
