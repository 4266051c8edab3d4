@NullMarked
package io.parley.egress.delivery;

import org.jspecify.annotations.NullMarked;
