@NullMarked
package io.parley.channels.scripted;

import org.jspecify.annotations.NullMarked;
