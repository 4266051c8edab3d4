/// The other end of the generic HTTP channel: signed entries enter, messages leave.
@NullMarked
package io.parley.sandbox.callback;

import org.jspecify.annotations.NullMarked;
