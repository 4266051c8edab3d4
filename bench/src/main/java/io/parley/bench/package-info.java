/// The name of a measurement enters, its report leaves.
@NullMarked
package io.parley.bench;

import org.jspecify.annotations.NullMarked;
