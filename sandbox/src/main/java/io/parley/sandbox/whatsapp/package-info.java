/// WhatsApp itself, behind both of its APIs: what a message may look like, whom it reaches, how fast, and which errors
/// come back. The Graph API's stand-in and YCloud's both send through it, as the real ones do.
@NullMarked
package io.parley.sandbox.whatsapp;

import org.jspecify.annotations.NullMarked;
