/// The installation's topics and consumer groups: what they are, and how they come to exist.
@NullMarked
package io.parley.schemas.topics;

import org.jspecify.annotations.NullMarked;
