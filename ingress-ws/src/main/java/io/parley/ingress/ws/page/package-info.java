/// The demo page and the chat widget: requests for their files enter, the files leave with the headers that browsers
/// need.
@NullMarked
package io.parley.ingress.ws.page;

import org.jspecify.annotations.NullMarked;
