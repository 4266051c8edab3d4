/// Aliases of clients.
@NullMarked
package io.parley.schemas.aliases;

import org.jspecify.annotations.NullMarked;
