/// WhatsApp by YCloud, a reseller: its events enter, records, receipts and calls of its API leave. What a message
/// contains is Meta's JSON, as the package `whatsapp` knows it.
@NullMarked
package io.parley.channels.ycloud;

import org.jspecify.annotations.NullMarked;
