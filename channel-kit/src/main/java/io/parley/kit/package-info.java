/// A channel enters, by name or as a [io.parley.kit.Driver]; a verdict for each thing that every channel has to do
/// leaves.
@NullMarked
package io.parley.kit;

import org.jspecify.annotations.NullMarked;
