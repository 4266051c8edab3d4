/// WhatsApp by Meta's Cloud API: Graph webhooks enter, records, receipts and calls of the Graph API leave. What is the
/// same JSON at a reseller ([InboundMessage], [WhatsAppPieces], [GraphError]) is open to the reseller's package.
@NullMarked
package io.parley.channels.whatsapp;

import org.jspecify.annotations.NullMarked;
