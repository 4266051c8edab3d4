/// Topics of a running broker, or a copied folder of their records, enter; typed records in order leave.
@NullMarked
package io.parley.replay.record;

import org.jspecify.annotations.NullMarked;
