/// A tenant with a crowd of waiting conversations enters; how much longer another tenant's customers wait leaves.
@NullMarked
package io.parley.bench.fairness;

import org.jspecify.annotations.NullMarked;
