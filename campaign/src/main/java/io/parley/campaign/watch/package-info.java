/// What can be seen of the running system from beside it: committed offsets, topics and the stand-in model's record
/// of its calls enter, ledger lines leave.
@NullMarked
package io.parley.campaign.watch;

import org.jspecify.annotations.NullMarked;
