@NullMarked
package io.parley.channels;

import org.jspecify.annotations.NullMarked;
