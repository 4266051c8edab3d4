/// Durations of single messages enter; quantiles, ratios with their uncertainty and the machine's own noise leave.
@NullMarked
package io.parley.bench.measure;

import org.jspecify.annotations.NullMarked;
