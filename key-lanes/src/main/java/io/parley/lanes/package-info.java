/// Records of one consumer group enter; each key's records reach a handler in order, on a lane of their own;
/// offsets leave.
@NullMarked
package io.parley.lanes;

import org.jspecify.annotations.NullMarked;
