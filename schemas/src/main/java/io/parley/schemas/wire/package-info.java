/// Avro records enter and bytes leave, and the other way round.
@NullMarked
package io.parley.schemas.wire;

import org.jspecify.annotations.NullMarked;
