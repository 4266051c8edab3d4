@NullMarked
package io.parley.egress;

import org.jspecify.annotations.NullMarked;
