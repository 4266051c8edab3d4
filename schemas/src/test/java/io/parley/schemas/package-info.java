@NullMarked
package io.parley.schemas;

import org.jspecify.annotations.NullMarked;
