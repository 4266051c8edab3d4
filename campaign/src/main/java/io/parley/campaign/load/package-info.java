/// Load clients: they write over WebSockets in an open loop, and note in the ledger what they sent and what they saw.
@NullMarked
package io.parley.campaign.load;

import org.jspecify.annotations.NullMarked;
