/// The rules of the Telegram Bot API, seen from outside.
@NullMarked
package io.parley.sandbox.telegram;

import org.jspecify.annotations.NullMarked;
