/// What the stand-ins share: the server, the control API, the people's screens, the records, the faults and the posting
/// of webhooks. A provider's call or a person's act enters, a screen changes and a webhook leaves.
@NullMarked
package io.parley.sandbox;

import org.jspecify.annotations.NullMarked;
