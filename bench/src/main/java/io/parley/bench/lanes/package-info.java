/// How many slow handlers run at a time and how much they get done: records of many keys enter, a comparison
/// of key-lanes with its peers leaves.
@NullMarked
package io.parley.bench.lanes;

import org.jspecify.annotations.NullMarked;
