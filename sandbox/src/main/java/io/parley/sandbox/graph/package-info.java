/// The stand-in of Meta's Graph API: sends, media and read marks come in as calls; messages, statuses and echoes leave
/// as
/// signed webhooks.
@NullMarked
package io.parley.sandbox.graph;

import org.jspecify.annotations.NullMarked;
