/// What every kind of channel is to Parley, naming none of them: what its provider posts enters and leaves as records,
/// entries enter and leave as calls to its provider. Each kind stands in a package of its own below this one.
@NullMarked
package io.parley.channels;

import org.jspecify.annotations.NullMarked;
