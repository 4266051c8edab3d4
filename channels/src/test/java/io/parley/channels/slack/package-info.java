@NullMarked
package io.parley.channels.slack;

import org.jspecify.annotations.NullMarked;
