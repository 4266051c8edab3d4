/// The stand-in of YCloud, which sells WhatsApp: sends come in, queued or direct; events leave, one a webhook.
@NullMarked
package io.parley.sandbox.ycloud;

import org.jspecify.annotations.NullMarked;
