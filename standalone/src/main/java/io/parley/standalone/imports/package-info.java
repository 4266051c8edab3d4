/// `./parley import`: files enter, and stand in a tenant's catalogue or knowledge afterwards.
@NullMarked
package io.parley.standalone.imports;

import org.jspecify.annotations.NullMarked;
