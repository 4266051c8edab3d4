/// `client-aliases` enters, whose client an external id is and where a client is reached now leave.
@NullMarked
package io.parley.schemas.aliases;

import org.jspecify.annotations.NullMarked;
