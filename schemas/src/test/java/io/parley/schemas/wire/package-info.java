@NullMarked
package io.parley.schemas.wire;

import org.jspecify.annotations.NullMarked;
