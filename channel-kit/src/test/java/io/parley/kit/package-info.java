@NullMarked
package io.parley.kit;

import org.jspecify.annotations.NullMarked;
