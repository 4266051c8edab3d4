@NullMarked
package io.parley.egress.routing;

import org.jspecify.annotations.NullMarked;
