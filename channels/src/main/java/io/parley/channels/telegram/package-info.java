/// Telegram's Bot API: its updates enter and leave as events, entries leave as calls of `sendMessage` and
/// `sendPhoto`, running turns as chat actions and drafts.
@NullMarked
package io.parley.channels.telegram;

import org.jspecify.annotations.NullMarked;
