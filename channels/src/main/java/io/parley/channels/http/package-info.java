/// The generic HTTP channel: any program posts messages with a Bearer secret, and gets what is said to its callback.
@NullMarked
package io.parley.channels.http;

import org.jspecify.annotations.NullMarked;
