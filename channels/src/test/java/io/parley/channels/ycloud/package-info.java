/// Tests of the YCloud channel, with payloads written for them.
@NullMarked
package io.parley.channels.ycloud;

import org.jspecify.annotations.NullMarked;
