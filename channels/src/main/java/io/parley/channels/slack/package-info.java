/// Slack: Events API requests enter and leave as records, entries leave over `chat.postMessage`.
@NullMarked
package io.parley.channels.slack;

import org.jspecify.annotations.NullMarked;
