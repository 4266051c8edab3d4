@NullMarked
package io.parley.schemas.topics;

import org.jspecify.annotations.NullMarked;
