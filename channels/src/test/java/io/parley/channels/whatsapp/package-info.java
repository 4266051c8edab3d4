/// Tests of the WhatsApp channel, with payloads written for them.
@NullMarked
package io.parley.channels.whatsapp;

import org.jspecify.annotations.NullMarked;
