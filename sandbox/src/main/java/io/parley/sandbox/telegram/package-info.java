/// The Telegram Bot API: methods enter, updates leave.
@NullMarked
package io.parley.sandbox.telegram;

import org.jspecify.annotations.NullMarked;
