/// The service: settings enter, a running routing topology with its health and metrics leaves.
@NullMarked
package io.parley.egress;

import org.jspecify.annotations.NullMarked;
