/// A tenants file enters; a whole Parley that runs as a process of its own, to be measured, leaves.
@NullMarked
package io.parley.bench.system;

import org.jspecify.annotations.NullMarked;
