@NullMarked
package io.parley.channels.telegram;

import org.jspecify.annotations.NullMarked;
