/// The generic HTTP channel.
@NullMarked
package io.parley.channels.http;

import org.jspecify.annotations.NullMarked;
