@NullMarked
package io.parley.schemas.trace;

import org.jspecify.annotations.NullMarked;
