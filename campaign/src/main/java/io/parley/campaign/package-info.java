/// Load and faults over the running system, from outside: a seed enters, a ledger and its verdict leave.
@NullMarked
package io.parley.campaign;

import org.jspecify.annotations.NullMarked;
